package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** How a network is asked at a noise level, and how its answer is read. */
public sealed interface Parameterization {
  /** What the network was trained to predict. */
  PredictionType type();

  /** By what a latent is multiplied before the network sees it. */
  double inputScale(double sigma);

  /** The denoised latent for a raw {@code output} at {@code x}. */
  default Latent denoised(Latent x, Latent output, double sigma) {
    return Latent.sum(skip(sigma), x, out(sigma), output);
  }

  /** By what x is multiplied in a denoised latent. */
  double skip(double sigma);

  /** By what the raw output is multiplied in a denoised latent, which is the sum of both. */
  double out(double sigma);

  /** The weighted sum of the denoised latents for several raw outputs at {@code x}, in one pass. */
  default Latent denoised(Latent x, List<Latent> outputs, List<Double> weights, double sigma) {
    double share = 0;
    for (int i = 0; i < weights.size(); i++) {
      share += weights.get(i);
    }
    double out = out(sigma);
    var sum = new WeightedSum().plus(skip(sigma) * share, x);
    for (int i = 0; i < weights.size(); i++) {
      sum.plus(out * weights.get(i), outputs.get(i));
    }
    return sum.latent();
  }

  /** Networks trained on training timesteps: they see a latent of variance 1. */
  record Discrete(PredictionType type) implements Parameterization {
    @Override
    public double inputScale(double sigma) {
      return type == PredictionType.FLOW ? 1 / (1 + sigma) : 1 / Math.hypot(sigma, 1);
    }

    @Override
    public Latent denoised(Latent x, Latent output, double sigma) {
      return type.denoised(x, output, sigma);
    }

    @Override
    public double skip(double sigma) {
      return type.skip(sigma);
    }

    @Override
    public double out(double sigma) {
      return type.out(sigma);
    }
  }

  /**
   * Flows on their own path x = (1 - s) x0 + s n, 0 to 1, which sigma space does not hold at s = 1.
   * Liu et al. 2022 (2209.03003): the network predicts n - x0.
   */
  record Flow() implements Parameterization {
    @Override
    public PredictionType type() {
      return PredictionType.FLOW;
    }

    @Override
    public double inputScale(double sigma) {
      return 1;
    }

    @Override
    public double skip(double sigma) {
      return 1;
    }

    @Override
    public double out(double sigma) {
      return -sigma;
    }
  }

  /**
   * The preconditioning of Karras et al. 2022 (2206.00364), table 1, column EDM.
   *
   * @param type EPSILON for the paper's sign of c_out, V_PREDICTION for the opposite
   * @param sigmaData standard deviation of the data
   */
  record Edm(PredictionType type, double sigmaData) implements Parameterization {
    @Override
    public double inputScale(double sigma) {
      return 1 / Math.hypot(sigma, sigmaData);
    }

    @Override
    public double skip(double sigma) {
      return sigmaData * sigmaData / (sigma * sigma + sigmaData * sigmaData);
    }

    @Override
    public double out(double sigma) {
      double out = sigma * sigmaData / Math.hypot(sigma, sigmaData);
      return type == PredictionType.V_PREDICTION ? -out : out;
    }
  }
}
