package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** A {@link Denoiser} for one latent under several conditionings at once. */
@FunctionalInterface
public interface ConditionalDenoiser {
  /** One denoised latent per index of {@code conditionings}, in their order. */
  List<Latent> denoise(Latent x, double sigma, List<Integer> conditionings);
}
