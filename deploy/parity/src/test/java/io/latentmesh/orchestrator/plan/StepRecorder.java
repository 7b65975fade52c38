package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import java.util.ArrayList;
import java.util.List;

/**
 * Records where each step of a sampler ends, in the scaling of diffusers: what one step returns is
 * what the denoiser is asked about next.
 */
final class StepRecorder {
  private final SamplingPlan plan;
  private final List<Latent> asked = new ArrayList<>();
  private final List<Double> sigmas = new ArrayList<>();

  StepRecorder(SamplingPlan plan) {
    this.plan = plan;
  }

  Denoiser recording(Denoiser denoiser) {
    return (x, sigma) -> {
      asked.add(x.kept());
      sigmas.add(sigma);
      return denoiser.denoise(x, sigma);
    };
  }

  /** What the denoiser was asked about, in sigma space. */
  List<Latent> asked() {
    return asked;
  }

  /** The latent after each step; the last is what sampling returned. */
  List<Latent> steps(Latent end) {
    List<Latent> steps = new ArrayList<>();
    for (int i = 1; i < asked.size(); i++) {
      steps.add(inDiffusersScale(plan, asked.get(i), sigmas.get(i)));
    }
    steps.add(end);
    return steps;
  }

  /** The classes that hold x / sqrt(sigma^2 + 1), for example, return it, too. */
  static Latent inDiffusersScale(SamplingPlan plan, Latent x, double sigma) {
    return x.times(plan.scale().of(sigma));
  }
}
