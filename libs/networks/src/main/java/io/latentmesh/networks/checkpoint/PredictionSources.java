package io.latentmesh.networks.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where it is said what a checkpoint's denoiser predicts, since no shape tells. Sources that are
 * asked: the file's own metadata and marker tensors; a scheduler config or {@code .yaml} beside it;
 * the owner. All that say something must say the same.
 */
final class PredictionSources {
  /** Of the latent-diffusion code; without the key it means epsilon. */
  private static final Pattern PARAMETERIZATION =
      Pattern.compile("(?m)^[ \\t]{0,64}parameterization:[ \\t]{0,8}[\"']?(\\w{1,32})");

  /** Of the generative-models code, which names a class. */
  private static final Pattern SCALING = Pattern.compile("denoiser_scaling\\.(V|Eps|EDM)");

  private final Map<String, PredictionType> said = new LinkedHashMap<>();
  private final Path file;

  PredictionSources(Path file) {
    this.file = file;
  }

  /** Reads {@code __metadata__} as model sites and trainers write it, and names of tensors. */
  PredictionSources file(Map<String, String> metadata, NamedTensors tensors) {
    String type = metadata.getOrDefault("modelspec.prediction_type", "");
    PredictionType.named(type).ifPresent(t -> said.put("modelspec.prediction_type", t));
    if (metadata.getOrDefault("modelspec.architecture", "").contains("768-v")) {
      said.put("modelspec.architecture", PredictionType.V_PREDICTION);
    }
    if (tensors.has("v_pred")) {
      said.put("tensor 'v_pred'", PredictionType.V_PREDICTION);
    }
    return this;
  }

  /** Reads a diffusers scheduler config; without the key it means epsilon. */
  PredictionSources scheduler(Path config) {
    String type =
        TopLevel.text(config, ConfigFolder.text(config), "prediction_type")
            .orElse(PredictionType.EPSILON.label());
    PredictionType.named(type).ifPresent(t -> said.put(config.toString(), t));
    return this;
  }

  /** Reads the training config that is beside the file under its name, if there is one. */
  PredictionSources yaml() {
    for (String ending : List.of(".yaml", ".yml")) {
      Path yaml = file.resolveSibling(ConfigFolder.stem(file) + ending);
      if (Files.isRegularFile(yaml)) {
        said.put(yaml.toString(), parameterization(ConfigFolder.text(yaml)));
        return this;
      }
    }
    return this;
  }

  PredictionSources option(Optional<PredictionType> option) {
    option.ifPresent(type -> said.put("the option", type));
    return this;
  }

  /**
   * What is said; empty if nothing is.
   *
   * @throws CheckpointException if it is a contradiction
   */
  Optional<PredictionType> agreed() {
    if (said.values().stream().distinct().count() > 1) {
      throw new CheckpointException(file, "prediction_type: must be said alike, but " + listed());
    }
    return said.values().stream().findFirst();
  }

  private String listed() {
    StringBuilder list = new StringBuilder();
    said.forEach((source, type) ->
        list.append(list.isEmpty() ? "" : ", ").append(source + " says " + type.label()));
    return list.toString();
  }

  private static PredictionType parameterization(String yaml) {
    Matcher scaling = SCALING.matcher(yaml);
    if (scaling.find()) {
      return scaling.group(1).equals("V") ? PredictionType.V_PREDICTION : PredictionType.EPSILON;
    }
    Matcher key = PARAMETERIZATION.matcher(yaml);
    return key.find()
        ? PredictionType.named(key.group(1)).orElse(PredictionType.EPSILON)
        : PredictionType.EPSILON;
  }
}
