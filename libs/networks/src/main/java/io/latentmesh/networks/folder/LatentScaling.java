package io.latentmesh.networks.folder;

import java.util.List;

/**
 * How latents relate to an autoencoder's own space z: {@code latent = (y - shift) * factor} with
 * {@code y = (z - mean) / std} per channel. Callers compute between latent and y; the networks
 * themselves begin and end at y.
 *
 * @param mean one per latent channel ({@code latents_mean}); empty means 0
 * @param std one per latent channel, above 0 ({@code latents_std}); empty means 1
 */
public record LatentScaling(double factor, double shift, List<Float> mean, List<Float> std) {
  private static final String MEAN = "latents_mean";
  private static final String STD = "latents_std";

  public LatentScaling {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != std.size()) {
      throw new IllegalArgumentException(
          "mean and std must be equally long, are %d and %d".formatted(mean.size(), std.size()));
    }
  }

  /** A scaling without statistics per channel. */
  public static LatentScaling of(double factor, double shift) {
    return new LatentScaling(factor, shift, List.of(), List.of());
  }

  static LatentScaling read(ConfigFile config, int channels) {
    boolean shifted = config.has("shift_factor");
    double factor = config.positive("scaling_factor", 0.18215);
    double shift = shifted ? config.number("shift_factor", 0, value -> true, "a number") : 0;
    if (!config.has(MEAN) && !config.has(STD)) {
      return of(factor, shift);
    }
    List<Float> std = config.numbers(STD, channels); // the reference ignores either one alone
    if (std.stream().anyMatch(value -> value <= 0)) {
      throw config.unsupported(STD, "a list of numbers above 0");
    }
    return new LatentScaling(factor, shift, config.numbers(MEAN, channels), std);
  }
}
