package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.sampling.Latent;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A linear map from one latent pixel to its approximate colour: rgb = factors * latent + bias, each
 * clamped to [0, 1]. Latents are in the samplers' space.
 *
 * @param factors [3, C] in C order, finite
 * @param bias [3], finite
 */
public record PreviewMap(List<Float> factors, List<Float> bias) {
  private static final int COLOURS = 3;

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

  /**
   * One pixel for each latent pixel.
   *
   * @param latent [C, h, w]; where it is not finite the picture is black
   */
  public RgbImage colours(Latent latent) {
    if (latent.shape().channels() != channels()) {
      throw new IllegalArgumentException(
          "a map of %d channels cannot show %s".formatted(channels(), latent.shape()));
    }
    float[] values = latent.toArray();
    int plane = latent.shape().height() * latent.shape().width();
    byte[] pixels = new byte[COLOURS * plane];
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int i = 0; i < plane; i++) {
        pixels[i * COLOURS + colour] = (byte) Math.round(255 * unit(colour, values, i));
      }
    }
    return new RgbImage(latent.shape().width(), latent.shape().height(), ByteBuffer.wrap(pixels));
  }

  private float unit(int colour, float[] values, int pixel) {
    int plane = values.length / channels();
    float sum = bias.get(colour);
    for (int channel = 0; channel < channels(); channel++) {
      sum += factors.get(colour * channels() + channel) * values[channel * plane + pixel];
    }
    return Float.isNaN(sum) ? 0 : Math.clamp(sum, 0f, 1f);
  }
}
