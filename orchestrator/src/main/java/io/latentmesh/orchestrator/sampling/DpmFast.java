package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** DPM-Solver-fast: third-order steps for as long as a number of evaluations lasts. */
public final class DpmFast {
  private DpmFast() {}

  /**
   * How to step.
   *
   * @param max the first level
   * @param min the last level, above 0
   * @param evaluations at least 1
   * @param eta 0 is deterministic, 1 draws as much noise as DDPM
   */
  public record Settings(double max, double min, int evaluations, double eta) {
    /** The order of each step; they add up to the number of evaluations. */
    List<Integer> orders() {
      int thirds = evaluations / 3;
      int rest = evaluations % 3;
      int whole = rest == 0 ? thirds - 1 : thirds;
      List<Integer> orders = new ArrayList<>(Collections.nCopies(whole, 3));
      orders.addAll(rest == 0 ? List.of(2, 1) : List.of(rest));
      return orders;
    }
  }

  /**
   * Lu et al. 2022 (2206.00927), section 3.4: steps even in lambda. With eta each step ends below
   * its level and comes back with noise; one draw a step, also where eta is 0 and it does not
   * count.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, Noise noise) {
    List<Integer> orders = settings.orders();
    List<Double> levels =
        SigmaCurve.EXPONENTIAL.sigmas(settings.max(), settings.min(), orders.size() + 1);
    for (int i = 0; i < orders.size(); i++) {
      double sigma = levels.get(i);
      Ancestral split = Ancestral.above(settings.min(), sigma, levels.get(i + 1), settings.eta());
      DpmSolverStep step = new DpmSolverStep(model, x, sigma, split.down());
      Latent down =
          switch (orders.get(i)) {
            case 1 -> step.first();
            case 2 -> step.second(0.5);
            default -> step.third();
          };
      x = Latent.sum(1, down, split.up(), noise.next());
    }
    return x;
  }
}
