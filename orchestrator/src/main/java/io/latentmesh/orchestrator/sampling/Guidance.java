package io.latentmesh.orchestrator.sampling;

import io.latentmesh.orchestrator.sampling.ConditionalDenoiser.Rows;
import io.latentmesh.orchestrator.sampling.GuidedDenoiser.Guided;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

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
    return classifierFree(model, sigma -> scale);
  }

  /**
   * The same at a scale that depends on the noise level.
   *
   * @param scale of a noise level
   */
  public static Denoiser classifierFree(ConditionalDenoiser model, DoubleUnaryOperator scale) {
    List<Integer> both = List.of(0, 1);
    return (x, sigma) -> {
      double conditional = scale.applyAsDouble(sigma);
      return model.denoiseToSum(x, sigma, new Rows(both, List.of(1 - conditional, conditional)));
    };
  }

  /**
   * The same, with both sides to see.
   *
   * @param scale of a noise level
   */
  public static GuidedDenoiser guided(ConditionalDenoiser model, DoubleUnaryOperator scale) {
    List<Integer> both = List.of(0, 1);
    return (x, sigma) -> {
      List<Latent> denoised = model.denoise(x, sigma, both);
      Latent unconditional = denoised.get(0);
      Latent conditional = denoised.get(1);
      Latent guided = unconditional.towards(conditional, scale.applyAsDouble(sigma));
      return new Guided(guided, conditional, unconditional);
    };
  }

  /** No guidance, where there is some elsewhere: conditioning 1, the conditional, alone. */
  public static Denoiser conditional(ConditionalDenoiser model) {
    List<Integer> only = List.of(1);
    return (x, sigma) -> model.denoise(x, sigma, only).getFirst();
  }

  /** No guidance: conditioning 0 alone. */
  public static Denoiser unguided(ConditionalDenoiser model) {
    List<Integer> only = List.of(0);
    return (x, sigma) -> model.denoise(x, sigma, only).getFirst();
  }
}
