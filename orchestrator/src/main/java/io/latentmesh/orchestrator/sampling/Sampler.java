package io.latentmesh.orchestrator.sampling;

/** An algorithm bound to the noise levels it visits. Pure: equal inputs give equal latents. */
@FunctionalInterface
public interface Sampler {
  /** Carries {@code x} from the first noise level to the last. */
  Latent sample(Denoiser model, Latent x, Noise noise);
}
