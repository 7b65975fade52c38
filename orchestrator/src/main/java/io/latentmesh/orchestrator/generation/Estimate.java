package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.GuidedDenoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import org.jspecify.annotations.Nullable;

/**
 * The clean latent that the newest evaluation of an image took for the picture. Usually the sampler
 * is told the same; under CFG++ it is told a latent that makes its step the right one, which is no
 * picture. Confined to the image's thread.
 */
final class Estimate implements Denoiser {
  private @Nullable Latent newest; // null before the first evaluation

  /** The same model, whose answers are noted. */
  Denoiser noting(Denoiser model) {
    return (x, sigma) -> {
      Latent denoised = model.denoise(x, sigma);
      newest = denoised;
      return denoised;
    };
  }

  /** The same model, whose guided answers are noted. */
  GuidedDenoiser notingGuided(GuidedDenoiser model) {
    return (x, sigma) -> {
      GuidedDenoiser.Guided guided = model.denoise(x, sigma);
      newest = guided.denoised();
      return guided;
    };
  }

  /** What was noted last, for whoever asks where the model was just asked. */
  @Override
  public Latent denoise(Latent x, double sigma) {
    if (newest == null) {
      throw new IllegalStateException("nothing was evaluated yet");
    }
    return newest;
  }
}
