package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver and DPM-Solver++ as multistep methods of order 1 to 3, deterministic or stochastic:
 * 2M, 3M, 2M SDE and 3M SDE are among them. One evaluation a step.
 */
public final class DpmMultistep {
  private DpmMultistep() {}

  /**
   * How to step.
   *
   * @param sigmas strictly decreasing above 0; the last may be 0 or repeat the one before
   * @param orders 1 to 3 for each step, at most the number of steps done; 1 for a step to sigma 0
   */
  public record Settings(
      List<Double> sigmas, List<Integer> orders, DpmForm form, DpmSolverType type) {
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
   * Lu et al. 2022 (2211.01095), algorithm 2 and appendix, in the {@link DpmForm} of the settings:
   * the derivatives are backward differences of the newest predictions.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, PathNoise noise) {
    List<Latent> predictions = new ArrayList<>(); // newest first
    for (int i = 0; i + 1 < settings.sigmas().size(); i++) {
      double sigma = settings.sigmas().get(i);
      double next = settings.sigmas().get(i + 1);
      predictions.addFirst(settings.form().prediction(x, model.denoise(x, sigma), sigma));
      x = step(x, predictions, i, settings);
      if (settings.form().isStochastic()) {
        x = Latent.sum(1, x, settings.form().noise(sigma, next), noise.between(sigma, next));
      }
    }
    return x;
  }

  private static Latent step(Latent x, List<Latent> predictions, int i, Settings settings) {
    double sigma = settings.sigmas().get(i);
    double next = settings.sigmas().get(i + 1);
    if (sigma == next) {
      return x;
    }
    DpmForm form = settings.form();
    double keep = form.keep(sigma, next);
    double c0 = form.c0(sigma, next);
    if (settings.orders().get(i) == 1) {
      return Latent.sum(keep, x, c0, predictions.get(0));
    }
    double h = Math.log(sigma / next);
    double r0 = Math.log(settings.sigmas().get(i - 1) / sigma) / h;
    if (settings.orders().get(i) == 2) {
      double k = form.c1(sigma, next, settings.type()) / r0;
      return new WeightedSum()
          .plus(keep, x)
          .plus(c0 + k, predictions.get(0))
          .plus(-k, predictions.get(1))
          .latent();
    }
    double r1 = Math.log(settings.sigmas().get(i - 2) / settings.sigmas().get(i - 1)) / h;
    double c1 = form.c1(sigma, next, DpmSolverType.HEUN);
    return Latent.sum(
        third(List.of(keep, c0, c1, form.c2(sigma, next)), r0, r1),
        List.of(x, predictions.get(0), predictions.get(1), predictions.get(2)));
  }

  /** D1 = u + r0 (u - v) / (r0 + r1), D2 = (u - v) / (r0 + r1) with the differences u and v. */
  private static List<Double> third(List<Double> keepAndC, double r0, double r1) {
    double c1 = keepAndC.get(2);
    double both = (c1 * r0 + keepAndC.get(3)) / (r0 + r1);
    double u = (c1 + both) / r0;
    double v = -both / r1;
    return List.of(keepAndC.get(0), keepAndC.get(1) + u, v - u, -v);
  }
}
