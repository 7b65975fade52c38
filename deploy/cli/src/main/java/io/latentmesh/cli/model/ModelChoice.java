package io.latentmesh.cli.model;

import io.latentmesh.cli.repository.Repository;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model a mesh of one's own holds. */
public final class ModelChoice {
  @Option(
      names = "--model",
      paramLabel = "PATH",
      description =
          "A diffusers folder, a checkpoint in one .safetensors file, or a folder of exported ONNX"
              + " graphs (default: the demo model).")
  @Nullable Path model;

  @Option(
      names = "--vae",
      paramLabel = "PATH",
      description = "An autoencoder in place of the model's own: a folder or a .safetensors file.")
  @Nullable Path vae;

  @Option(
      names = "--config",
      paramLabel = "DIR",
      description = "For a checkpoint in one file: a diffusers folder whose configs describe it.")
  @Nullable Path config;

  @Option(
      names = "--prediction-type",
      paramLabel = "TYPE",
      description = "For a checkpoint that does not say it: epsilon or v_prediction.")
  @Nullable String predictionType;

  /** The model's folder or file; links are followed. */
  public Path path() {
    return model == null ? Repository.demoModel() : model;
  }

  /** Whether any of it was said. */
  public boolean isMade() {
    return model != null || vae != null || config != null || predictionType != null;
  }

  /** What the services are told beside the path. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    put(settings, "vae", vae == null ? null : vae.toAbsolutePath());
    put(settings, "config", config == null ? null : config.toAbsolutePath());
    put(settings, "prediction-type", predictionType);
    return settings;
  }

  private static void put(Map<String, String> settings, String key, @Nullable Object value) {
    if (value != null) {
      settings.put("latentmesh.model." + key, value.toString());
    }
  }
}
