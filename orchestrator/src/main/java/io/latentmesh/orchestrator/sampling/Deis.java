package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/** DEIS: an exponential integrator whose polynomial is in log rho, here log sigma. */
public final class Deis {
  private Deis() {}

  /**
   * How to step.
   *
   * @param sigmas strictly decreasing above 0; the last is above 0 and may repeat the one before
   * @param orders 1 to 3 for each step, at most one more than the number of steps done
   */
  public record Settings(List<Double> sigmas, List<Integer> orders) {
    public Settings {
      sigmas = List.copyOf(sigmas);
      orders = List.copyOf(orders);
    }
  }

  /**
   * Zhang and Chen 2023 (2204.13902), eq. 15 and its variant log-rho: epsilon is the polynomial in
   * log sigma through its newest values, integrated over sigma.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings) {
    List<Double> sigmas = settings.sigmas();
    List<Latent> epsilons = new ArrayList<>(); // newest first
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      double sigma = sigmas.get(i);
      epsilons.addFirst(Latent.sum(1 / sigma, x, -1 / sigma, model.denoise(x, sigma)));
      int order = settings.orders().get(i);
      x = x.plus(Latent.sum(weights(sigmas, i, order), epsilons.subList(0, order)));
    }
    return x;
  }

  private static List<Double> weights(List<Double> sigmas, int i, int order) {
    List<Double> nodes = new ArrayList<>();
    for (int k = 0; k < order; k++) {
      nodes.add(Math.log(sigmas.get(i - k) / sigmas.get(i))); // the newest is at 0
    }
    List<Double> weights = new ArrayList<>();
    for (int k = 0; k < order; k++) {
      List<Double> basis = Lagrange.basis(nodes, k);
      double u = Math.log(sigmas.get(i + 1) / sigmas.get(i));
      weights.add(sigmas.get(i) * (integral(basis, u) - integral(basis, 0)));
    }
    return weights;
  }

  /** The antiderivative of p(u) e^u at {@code u}: e^u (p - p' + p'' - ...). */
  private static double integral(List<Double> polynomial, double u) {
    double sum = 0;
    List<Double> p = polynomial;
    for (int sign = 1; !p.isEmpty(); sign = -sign) {
      sum += sign * value(p, u);
      p = derivative(p);
    }
    return Math.exp(u) * sum;
  }

  private static double value(List<Double> polynomial, double u) {
    double value = 0;
    for (double coefficient : polynomial.reversed()) {
      value = value * u + coefficient;
    }
    return value;
  }

  private static List<Double> derivative(List<Double> polynomial) {
    List<Double> derivative = new ArrayList<>();
    for (int power = 1; power < polynomial.size(); power++) {
      derivative.add(power * polynomial.get(power));
    }
    return derivative;
  }
}
