package io.latentmesh.networks.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a model recommends for itself: the optional file {@code latentmesh.json} beside {@code
 * model_index.json}. Every key may be left out; an unknown one is refused.
 *
 * @param name what the model is called; absent, the folder's name is used
 * @param steps 1 to 1000
 * @param guidanceScale 0 to 100
 * @param width pixels, 8 to 8192
 * @param height pixels, 8 to 8192
 * @param sampler as ListSamplers names it; checked where samplers are known
 * @param schedule as ListSamplers names it; checked where schedules are known
 * @param preview approximate colours of its latents
 */
public record ModelDefaults(
    Optional<String> name,
    OptionalInt steps,
    OptionalDouble guidanceScale,
    OptionalInt width,
    OptionalInt height,
    Optional<String> sampler,
    Optional<String> schedule,
    Optional<PreviewMap> preview) {

  /** The file's name in a model folder. */
  public static final String FILE = "latentmesh.json";

  private static final Set<String> KEYS =
      Set.of(
          "name", "steps", "guidance_scale", "width", "height", "sampler", "schedule", "preview");
  private static final int MAX_STEPS = 1000;
  private static final double MAX_GUIDANCE = 100;
  private static final int MIN_SIDE = 8;
  private static final int MAX_SIDE = 8192;
  private static final ModelDefaults NONE =
      new ModelDefaults(
          Optional.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** A model without recommendations. */
  public static ModelDefaults none() {
    return NONE;
  }

  /**
   * Reads the defaults of a model folder; {@link #none} if it has no such file.
   *
   * @throws ModelFolderException if the file has an unknown key or a value out of range
   */
  public static ModelDefaults read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return NONE;
    }
    ConfigFile config = ConfigFile.read(file);
    config.requireKeys(KEYS);
    return new ModelDefaults(
        text(config, "name"),
        integer(config, "steps", 1, MAX_STEPS),
        guidance(config),
        integer(config, "width", MIN_SIDE, MAX_SIDE),
        integer(config, "height", MIN_SIDE, MAX_SIDE),
        text(config, "sampler"),
        text(config, "schedule"),
        config.missing("preview")
            ? Optional.empty()
            : Optional.of(PreviewMap.read(config.object("preview"))));
  }

  private static Optional<String> text(ConfigFile config, String key) {
    return config.missing(key) ? Optional.empty() : Optional.of(config.text(key, ""));
  }

  private static OptionalInt integer(ConfigFile config, String key, int least, int most) {
    return config.missing(key)
        ? OptionalInt.empty()
        : OptionalInt.of(config.integer(key, least, most));
  }

  private static OptionalDouble guidance(ConfigFile config) {
    String key = "guidance_scale";
    return config.missing(key)
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            config.number(
                key,
                0,
                value -> value >= 0 && value <= MAX_GUIDANCE,
                "a number from 0 to " + (int) MAX_GUIDANCE));
  }
}
