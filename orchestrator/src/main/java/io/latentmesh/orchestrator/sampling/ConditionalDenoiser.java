package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** A {@link Denoiser} for one latent under several conditionings at once. */
@FunctionalInterface
public interface ConditionalDenoiser {
  /** One denoised latent per index of {@code conditionings}, in their order. */
  List<Latent> denoise(Latent x, double sigma, List<Integer> conditionings);

  /** The weighted sum of what {@link #denoise} answers, by whoever needs nothing else of it. */
  default Latent denoiseToSum(Latent x, double sigma, Rows rows) {
    return Latent.sum(rows.weights(), denoise(x, sigma, rows.conditionings()));
  }

  /** At least one conditioning, each with its weight. Neither list is changed any more. */
  record Rows(List<Integer> conditionings, List<Double> weights) {
    public Rows {
      if (conditionings.isEmpty() || conditionings.size() != weights.size()) {
        throw new IllegalArgumentException(
            "%d weights for %d conditionings".formatted(weights.size(), conditionings.size()));
      }
    }
  }
}
