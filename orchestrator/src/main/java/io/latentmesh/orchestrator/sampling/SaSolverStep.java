package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of {@link SaSolver}: the polynomial through known predictions, times e^(a u) with u =
 * lambda - lambda(target) and a = 1 + tau^2 (data) or -1 (noise), is integrated over the step.
 */
final class SaSolverStep {
  private final SaSolver.Settings settings;
  private final SaSolver.Stage stage;
  private final int index;
  private final double sigma;
  private final double next;
  private final double h;
  private final double a;

  /** The step that leaves level {@code index}. */
  SaSolverStep(SaSolver.Settings settings, int index) {
    this.settings = settings;
    this.stage = settings.steps().get(index);
    this.index = index;
    this.sigma = settings.sigmas().get(index);
    this.next = settings.sigmas().get(index + 1);
    this.h = Math.log(sigma / next);
    this.a = isData() ? 1 + stage.tau() * stage.tau() : -1;
  }

  /** Adams-Bashforth, eq. 14; {@code predictions} newest first, that at {@code x} included. */
  Latent predict(Latent x, List<Latent> predictions, Latent noise) {
    int order = stage.predictor();
    List<Double> weights = weights(nodes(index, order));
    if (order == 2 && isData()) {
      move(weights, (h * h / 2 - tail()) / Math.log(settings.sigmas().get(index - 1) / sigma));
    }
    return step(x, predictions.subList(0, order), weights, noise);
  }

  /** Adams-Moulton, eq. 17; {@code predictions} newest first, that at the step's end included. */
  Latent correct(Latent x, List<Latent> predictions, Latent noise) {
    int order = stage.corrector();
    List<Double> weights = weights(nodes(index + 1, order));
    if (order == 2 && isData()) {
      move(weights, h / 2 - tail() / h);
    }
    return step(x, predictions.subList(0, order), weights, noise);
  }

  private boolean isData() {
    return settings.form().expandsDenoised();
  }

  /** Lambda of the newest {@code order} levels, less that of the target. */
  private List<Double> nodes(int newest, int order) {
    List<Double> nodes = new ArrayList<>();
    for (int k = 0; k < order; k++) {
      nodes.add(-Math.log(settings.sigmas().get(newest - k) / next));
    }
    return nodes;
  }

  private List<Double> weights(List<Double> nodes) {
    List<Double> weights = new ArrayList<>();
    for (int k = 0; k < nodes.size(); k++) {
      weights.add(integral(Lagrange.basis(nodes, k)));
    }
    return weights;
  }

  /** Of p(u) e^(a u) from -h to 0, by parts from the constant up. */
  private double integral(List<Double> polynomial) {
    double sum = 0;
    double moment = -Math.expm1(-a * h) / a;
    for (int power = 0; power < polynomial.size(); power++) {
      sum += polynomial.get(power) * moment;
      moment = (-Math.pow(-h, power + 1) * Math.exp(-a * h) - (power + 1) * moment) / a;
    }
    return sum;
  }

  /**
   * The integral of (u + h) e^(a u), twice integrated by parts; the method replaces it by h^2/2.
   */
  private double tail() {
    return (a * h + Math.expm1(-a * h)) / (a * a);
  }

  /** The paper's appendix D: weight goes from the second newest prediction to the newest. */
  private static void move(List<Double> weights, double amount) {
    weights.set(0, weights.get(0) + amount);
    weights.set(1, weights.get(1) - amount);
  }

  private Latent step(Latent x, List<Latent> predictions, List<Double> weights, Latent noise) {
    double squared = stage.tau() * stage.tau();
    double unit = isData() ? 1 + squared : -(1 + squared) * next;
    List<Double> all = new ArrayList<>();
    List<Latent> latents = new ArrayList<>(predictions);
    weights.forEach(weight -> all.add(unit * weight));
    latents.add(x);
    all.add(isData() ? Math.exp(-squared * h) * next / sigma : 1.0);
    latents.add(noise);
    all.add(noiseShare(squared));
    return Latent.sum(all, latents);
  }

  private double noiseShare(double squared) {
    return isData()
        ? next * Math.sqrt(-Math.expm1(-2 * squared * h))
        : stage.tau() * Math.sqrt(Math.max(0, sigma * sigma - next * next));
  }
}
