package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** DPM-Solver++(2M), the second-order multistep solver for the data prediction. */
public final class DpmPlusPlus2M {
  private DpmPlusPlus2M() {}

  /** How the second-order term is weighted. */
  public enum SolverType {
    /** Lu et al. 2022 (2211.01095), algorithm 2. */
    MIDPOINT,
    /** The linear interpolation of D in lambda, integrated exactly. */
    HEUN
  }

  /**
   * How to step.
   *
   * @param sigmas strictly decreasing above 0; the last may be 0 or repeat the one before
   * @param orders 1 or 2 for each step; 1 for the first, and for a step to sigma 0
   */
  public record Settings(List<Double> sigmas, List<Integer> orders, SolverType solverType) {
    public Settings {
      sigmas = List.copyOf(sigmas);
      orders = List.copyOf(orders);
      if (orders.size() != sigmas.size() - 1 || orders.getFirst() != 1) {
        throw new IllegalArgumentException(
            "orders %s do not start with 1 or do not fit %d sigmas"
                .formatted(orders, sigmas.size()));
      }
    }
  }

  /**
   * Lu et al. 2022 (2211.01095), algorithm 2: x' = e^-h x + (1 - e^-h) D + w D1, with h the growth
   * of lambda = -log sigma and D1 = (D - D_previous) h / h_previous. At order 1 it is DDIM.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings) {
    List<Double> sigmas = settings.sigmas();
    Latent previous = x;
    double hPrevious = Double.NaN;
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      Latent denoised = model.denoise(x, sigmas.get(i));
      double decay = sigmas.get(i + 1) / sigmas.get(i); // e^-h
      double h = -Math.log(decay);
      if (h > 0 && settings.orders().get(i) == 2) {
        double k = weight(settings.solverType(), h, decay) * h / hPrevious;
        x = Latent.sum(List.of(decay, 1 - decay + k, -k), List.of(x, denoised, previous));
      } else {
        x = x.towards(denoised, 1 - decay);
      }
      previous = denoised;
      hPrevious = h;
    }
    return x;
  }

  private static double weight(SolverType type, double h, double decay) {
    return switch (type) {
      case MIDPOINT -> (1 - decay) / 2;
      case HEUN -> 1 - (1 - decay) / h;
    };
  }
}
