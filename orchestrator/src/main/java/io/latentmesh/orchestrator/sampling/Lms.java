package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The linear multistep method of Adams and Bashforth in sigma, on uneven levels. */
public final class Lms {
  private Lms() {}

  /**
   * How to step.
   *
   * @param sigmas decreasing, above 0 but for the last, which may be 0
   * @param order at most this many slopes are combined, at least 1
   * @param begin index of the level at which to begin
   */
  public record Settings(List<Double> sigmas, int order, int begin) {
    public Settings {
      sigmas = List.copyOf(sigmas);
    }
  }

  /**
   * Adams and Bashforth 1883: the slope (x - D) / sigma is replaced by the polynomial through its
   * newest values, integrated over the step; of order {@code order} once that many are known.
   *
   * <p>A run that begins in the middle has weights for slopes that it never saw, which are left
   * out: so does diffusers, and the picture is the same only so.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings) {
    List<Double> sigmas = settings.sigmas();
    List<Latent> slopes = new ArrayList<>(); // newest first
    for (int i = settings.begin(); i + 1 < sigmas.size(); i++) {
      double sigma = sigmas.get(i);
      slopes.addFirst(Latent.sum(1 / sigma, x, -1 / sigma, model.denoise(x, sigma)));
      int order = Math.min(i + 1, settings.order());
      List<Double> weights = weights(sigmas, i, order);
      int known = Math.min(order, slopes.size());
      Latent step = Latent.sum(weights.subList(0, known), slopes.subList(0, known));
      x = x.plus(step);
    }
    return x;
  }

  private static List<Double> weights(List<Double> sigmas, int i, int order) {
    List<Double> nodes = IntStream.range(0, order).mapToObj(k -> sigmas.get(i - k)).toList();
    double from = sigmas.get(i);
    double to = sigmas.get(i + 1);
    return IntStream.range(0, order)
        .mapToObj(k -> integral(Lagrange.basis(nodes, k), from, to))
        .toList();
  }

  private static double integral(List<Double> polynomial, double from, double to) {
    double integral = 0;
    for (int power = 0; power < polynomial.size(); power++) {
      double n = power + 1;
      integral += polynomial.get(power) * (Math.pow(to, n) - Math.pow(from, n)) / n;
    }
    return integral;
  }
}
