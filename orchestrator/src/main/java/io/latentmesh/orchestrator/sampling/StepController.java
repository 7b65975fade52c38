package io.latentmesh.orchestrator.sampling;

/**
 * Proposes the length of the next step from the errors of the last three. Confined to one thread.
 */
final class StepController {
  private static final double ACCEPT_SAFETY = 0.81;
  private static final double TINY = 1e-8;

  private final double order;
  private double length;

  /** The first step's length, and the order to which its error is estimated. */
  StepController(double length, double order) {
    this.length = length;
    this.order = order;
  }

  double length() {
    return length;
  }

  /**
   * Soederlind 2003 (Digital filters in adaptive time-stepping), the elementary controller: length
   * grows with error^(-1 / order), limited to a factor of 1 + arctan. Whether the step may stand.
   *
   * @param error of the step in units of its tolerance
   */
  boolean propose(double error) {
    double factor = Math.pow(1 / (error + TINY), 1 / order);
    factor = 1 + Math.atan(factor - 1);
    length *= factor;
    return factor >= ACCEPT_SAFETY;
  }
}
