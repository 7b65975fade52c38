package io.latentmesh.networks.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Approximate colours of a model's latents: rgb = factors * latent + bias for each latent pixel,
 * rgb in [0, 1], latents in the samplers' space.
 *
 * @param factors [3, C] in C order
 * @param bias [3]
 */
public record PreviewMap(List<Float> factors, List<Float> bias) {
  private static final int COLOURS = 3;
  private static final Set<String> KEYS = Set.of("factors", "bias");

  public PreviewMap {
    if (bias.size() != COLOURS || factors.isEmpty() || factors.size() % COLOURS != 0) {
      throw new IllegalArgumentException(
          "must have 3 times C factors and 3 biases, has %d and %d"
              .formatted(factors.size(), bias.size()));
    }
    factors = List.copyOf(factors);
    bias = List.copyOf(bias);
  }

  /** C. */
  public int channels() {
    return factors.size() / COLOURS;
  }

  /** Reads {@code {"factors": [[C numbers], [...], [...]], "bias": [3 numbers]}}. */
  static PreviewMap read(ConfigFile config) {
    config.requireKeys(KEYS);
    List<Float> factors = new ArrayList<>();
    List<List<Float>> colours = config.numberRows("factors", COLOURS);
    colours.forEach(factors::addAll);
    return new PreviewMap(factors, config.numbers("bias", COLOURS));
  }
}
