package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of {@link UniPc}. With k = -h for the data prediction and h for the noise prediction,
 * phi_1 = e^k - 1 and phi_(n+1) = phi_n / k - 1 / n!, the weights of the differences solve the
 * paper's eq. 5: sum over m of rho_m r_m^(n-1) = n! phi_(n+1) / B.
 */
final class UniPcStep {
  private final UniPc.Settings settings;
  private final int index;
  private final int order;
  private final double sigma;
  private final double next;
  private final double h;
  private final double k;

  /** The step that leaves level {@code index}. */
  UniPcStep(UniPc.Settings settings, int index) {
    this.settings = settings;
    this.index = index;
    this.order = settings.orders().get(index);
    this.sigma = settings.sigmas().get(index);
    this.next = settings.sigmas().get(index + 1);
    this.h = Math.log(sigma / next);
    this.k = settings.form().expandsDenoised() ? -h : h;
  }

  /**
   * @param predictions newest first, that at {@code x} included
   */
  Latent predict(Latent x, List<Latent> predictions) {
    if (order == 1) {
      return combined(x, predictions, List.of());
    }
    // For order 2 the paper takes 1/2, which needs no solution (section 3.2).
    return combined(x, predictions, order == 2 ? List.of(0.5) : solution(order - 1));
  }

  /**
   * @param predictions newest first, that at {@code x} included
   * @param end the prediction where {@link #predict} ended
   */
  Latent correct(Latent x, List<Latent> predictions, Latent end) {
    List<Double> rho = order == 1 ? List.of(0.5) : solution(order);
    Latent base = combined(x, predictions, rho.subList(0, order - 1));
    double weight = -unit() * scale() * rho.getLast();
    return Latent.sum(List.of(1.0, weight, -weight), List.of(base, end, predictions.getFirst()));
  }

  /** x' = keep x + c0 m - unit B sum of rho_m (m_m - m) / r_m. */
  private Latent combined(Latent x, List<Latent> predictions, List<Double> rho) {
    List<Double> weights = new ArrayList<>(List.of(settings.form().keep(sigma, next)));
    List<Latent> latents = new ArrayList<>(List.of(x));
    double newest = settings.form().c0(sigma, next);
    for (int m = 0; m < rho.size(); m++) {
      double weight = -unit() * scale() * rho.get(m) / ratio(m);
      newest -= weight;
      weights.add(weight);
      latents.add(predictions.get(m + 1));
    }
    weights.add(newest);
    latents.add(predictions.getFirst());
    return Latent.sum(weights, latents);
  }

  /** alpha or sigma of the target, over its alpha. */
  private double unit() {
    return settings.form().expandsDenoised() ? 1 : next;
  }

  private double scale() {
    return settings.scaling() == UniPc.Scaling.BH1 ? k : Math.expm1(k);
  }

  /** Where prediction {@code m} + 1 lies, in units of the step; the target is at 1. */
  private double ratio(int m) {
    return -Math.log(settings.sigmas().get(index - m - 1) / sigma) / h;
  }

  /** The weights of as many differences. */
  private List<Double> solution(int size) {
    double[][] rows = new double[size][size + 1];
    double phi = Math.expm1(k) / k - 1;
    double factorial = 1;
    for (int n = 0; n < size; n++) {
      for (int m = 0; m < size; m++) {
        rows[n][m] = Math.pow(m == order - 1 ? 1 : ratio(m), n);
      }
      rows[n][size] = phi * factorial / scale();
      factorial *= n + 2;
      phi = phi / k - 1 / factorial;
    }
    return LinearSystem.solve(rows);
  }
}
