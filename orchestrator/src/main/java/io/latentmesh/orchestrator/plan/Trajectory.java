package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.LatentScale;
import io.latentmesh.orchestrator.sampling.Parameterization;
import io.latentmesh.orchestrator.sampling.Sampler;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * What one sampler does on one configuration.
 *
 * @param evaluations where the network is asked
 * @param space in what form latents come in and go out
 */
record Trajectory(Evaluations evaluations, Space space, Sampler sampler) {
  /**
   * @param timesteps what the network is told, one per evaluation
   * @param sigmas the noise level of each evaluation, and the one where the latent ends
   * @param between what the network is told at other levels; empty if it is not asked there
   * @param count how many there are; where the sampler chooses them itself, a usual number
   */
  record Evaluations(
      List<Double> timesteps,
      List<Double> sigmas,
      Optional<DoubleUnaryOperator> between,
      int count) {
    Evaluations {
      timesteps = List.copyOf(timesteps);
      sigmas = List.copyOf(sigmas);
    }

    static Evaluations of(List<Double> timesteps, List<Double> sigmas) {
      return new Evaluations(timesteps, sigmas, Optional.empty(), timesteps.size());
    }
  }

  /**
   * @param scale in which diffusers writes latents of these levels
   * @param startScale standard deviation of the first latent without an image
   */
  record Space(LatentScale scale, double startScale, Parameterization parameterization) {
    /** How much of a clean latent is in one at {@code sigma}. */
    double signal(double sigma) {
      return parameterization instanceof Parameterization.Flow ? 1 - sigma : 1;
    }
  }

  /** For the classes of diffusers that hold x / sqrt(sigma^2 + 1). */
  static Trajectory variancePreserving(Evaluations evaluations, Wanted wanted, Sampler sampler) {
    return scaled(evaluations, LatentScale.VARIANCE_PRESERVING, wanted, sampler);
  }

  /** For the classes that hold unit noise at first. */
  static Trajectory scaled(
      Evaluations evaluations, LatentScale scale, Wanted wanted, Sampler sampler) {
    double start = 1 / scale.of(evaluations.sigmas().getFirst());
    return new Trajectory(evaluations, new Space(scale, start, discrete(wanted)), sampler);
  }

  static Parameterization discrete(Wanted wanted) {
    return new Parameterization.Discrete(PredictionTypes.of(wanted));
  }
}
