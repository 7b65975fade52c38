package io.latentmesh.orchestrator.sampling;

/** DPM-Solver-12 and DPM-Solver-23, which choose their steps by the error they make. */
public final class DpmAdaptive {
  /** Steps so small would never end; a network that needs them is broken. */
  private static final int MAX_STEPS = 1000;

  private static final double FIRST_STEP = 0.05;
  private static final double END = 1e-5; // in lambda
  private static final double R1 = 1.0 / 3;

  private DpmAdaptive() {}

  /**
   * How to step.
   *
   * @param max the first level
   * @param min the last level, above 0
   * @param order 2 or 3: evaluations of each step, and the order of what is kept
   * @param relative tolerance of an element of the latent
   * @param absolute tolerance of an element of the latent
   * @param eta 0 is deterministic, 1 draws as much noise as DDPM
   */
  public record Settings(
      double max, double min, int order, double relative, double absolute, double eta) {
    /** The paper's tolerances, order 3. */
    public static Settings of(double max, double min, double eta) {
      return new Settings(max, min, 3, 0.05, 0.0078, eta);
    }
  }

  /**
   * Lu et al. 2022 (2206.00927), appendix C: a step of the order and one of the order below share
   * evaluations, and the difference is the error. One draw for every accepted step, also where eta
   * is 0 and it does not count.
   *
   * @throws IllegalStateException after 1,000 steps
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, Noise noise) {
    StepController controller =
        new StepController(FIRST_STEP, settings.eta() > 0 ? 1.5 : settings.order());
    Latent previous = x;
    double sigma = settings.max();
    for (int i = 0; Math.log(sigma / settings.min()) > END; i++) {
      if (i == MAX_STEPS) {
        throw new IllegalStateException("no end after %d steps at sigma %s".formatted(i, sigma));
      }
      double next = Math.max(settings.min(), sigma * Math.exp(-controller.length()));
      Ancestral split = Ancestral.above(settings.min(), sigma, next, settings.eta());
      DpmSolverStep step = new DpmSolverStep(model, x, sigma, split.down());
      Latent low = settings.order() == 2 ? step.first() : step.second(R1);
      Latent high = settings.order() == 2 ? step.second(0.5) : step.third();
      if (controller.propose(error(low, high, previous, settings))) {
        previous = low;
        x = Latent.sum(1, high, split.up(), noise.next());
        sigma = next;
      }
    }
    return x;
  }

  /** Root mean square of the difference in units of the tolerance. */
  private static double error(Latent low, Latent high, Latent previous, Settings settings) {
    float[] a = low.values();
    float[] b = high.values();
    float[] c = previous.values();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double size = Math.max(Math.abs(a[i]), Math.abs(c[i]));
      double tolerance = Math.max(settings.absolute(), settings.relative() * size);
      double share = (a[i] - b[i]) / tolerance;
      sum += share * share;
    }
    return Math.sqrt(sum / a.length);
  }
}
