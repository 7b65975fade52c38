package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** How predictions under several conditionings become one. */
public final class Guidance {
  private Guidance() {}

  /**
   * Classifier-free guidance, unconditional + scale (conditional - unconditional), where
   * conditioning 0 is the unconditional one and 1 the conditional. Ho and Salimans 2022
   * (2207.12598), eq. 6 with scale = 1 + w; it may act on denoised latents because they are affine
   * in epsilon.
   */
  public static Denoiser classifierFree(ConditionalDenoiser model, double scale) {
    List<Integer> both = List.of(0, 1);
    return (x, sigma) -> {
      List<Latent> denoised = model.denoise(x, sigma, both);
      return denoised.get(0).towards(denoised.get(1), scale);
    };
  }

  /** No guidance: conditioning 0 alone. */
  public static Denoiser unguided(ConditionalDenoiser model) {
    List<Integer> only = List.of(0);
    return (x, sigma) -> model.denoise(x, sigma, only).getFirst();
  }
}
