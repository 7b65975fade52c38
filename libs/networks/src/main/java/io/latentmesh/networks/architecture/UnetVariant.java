package io.latentmesh.networks.architecture;

/** Which inputs a UNet's graph has beyond those that its configuration asks for. */
public enum UnetVariant {
  /** None. */
  PLAIN,
  /**
   * The residuals of ControlNets, each the sum over the ControlNets of a row. Zeros leave the row's
   * answer as the plain graph gives it.
   */
  WITH_RESIDUALS
}
