package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver and DPM-Solver++ as singlestep methods: a step of order k uses k levels, and begins
 * again from where the levels began. One evaluation per level.
 */
public final class DpmSinglestep {
  private DpmSinglestep() {}

  /**
   * How to step.
   *
   * @param sigmas strictly decreasing above 0; the last may be 0
   * @param orders for the way to each level: 1, then 2 and 3 while the same step goes on. The first
   *     is 1, and each other is 1 or one more than the one before; 1 for the way to 0
   */
  public record Settings(
      List<Double> sigmas, List<Integer> orders, DpmForm form, DpmSolverType type) {
    public Settings {
      sigmas = List.copyOf(sigmas);
      orders = List.copyOf(orders);
      int before = 0;
      for (int order : orders) {
        if (order != 1 && order != before + 1) {
          throw new IllegalArgumentException("an order of %s does not go on".formatted(orders));
        }
        before = order;
      }
    }
  }

  /**
   * Lu et al. 2022 (2211.01095), algorithm 1, and 2206.00927, algorithms 1 and 2, on levels that
   * are given: from the start s of a step, h reaches to the level that is computed.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, PathNoise noise) {
    List<Double> sigmas = settings.sigmas();
    List<Latent> predictions = new ArrayList<>(); // of this step, oldest first
    Latent base = x;
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      double sigma = sigmas.get(i);
      double next = sigmas.get(i + 1);
      int order = settings.orders().get(i);
      if (order == 1) {
        base = x;
        predictions.clear();
      }
      predictions.add(settings.form().prediction(x, model.denoise(x, sigma), sigma));
      x = step(base, predictions, sigmas.subList(i + 1 - order, i + 2), settings);
      if (settings.form().isStochastic()) {
        double share = settings.form().noise(sigmas.get(i + 1 - order), next);
        x = Latent.sum(1, x, share, noise.between(sigma, next));
      }
    }
    return x;
  }

  /**
   * @param levels where the predictions were made, and the target
   */
  private static Latent step(
      Latent base, List<Latent> predictions, List<Double> levels, Settings settings) {
    List<Double> weights =
        new ArrayList<>(List.of(settings.form().keep(levels.getFirst(), levels.getLast())));
    weights.addAll(weights(levels, settings));
    List<Latent> latents = new ArrayList<>(List.of(base));
    latents.addAll(predictions);
    return Latent.sum(weights, latents);
  }

  /** Of the predictions, oldest first. */
  private static List<Double> weights(List<Double> levels, Settings settings) {
    double start = levels.getFirst();
    double end = levels.getLast();
    DpmForm form = settings.form();
    double c0 = form.c0(start, end);
    if (levels.size() == 2) {
      return List.of(c0);
    }
    double h = Math.log(start / end);
    double r1 = Math.log(start / levels.get(1)) / h;
    if (levels.size() == 3) {
      double k = form.c1(start, end, settings.type()) / r1;
      return List.of(c0 - k, k);
    }
    double c1 = form.c1(start, end, DpmSolverType.HEUN);
    double r2 = Math.log(start / levels.get(2)) / h;
    if (settings.type() == DpmSolverType.MIDPOINT) {
      return List.of(c0 - c1 / r2, 0.0, c1 / r2);
    }
    return third(List.of(c0, c1, form.c2(start, end)), r1, r2);
  }

  /** D1 = (r2 u - r1 v) / (r2 - r1), D2 = 2 (v - u) / (r2 - r1), u and v the differences to 0. */
  private static List<Double> third(List<Double> c, double r1, double r2) {
    double u = (c.get(1) * r2 - 2 * c.get(2)) / (r2 - r1) / r1;
    double v = (2 * c.get(2) - c.get(1) * r1) / (r2 - r1) / r2;
    return List.of(c.get(0) - u - v, u, v);
  }
}
