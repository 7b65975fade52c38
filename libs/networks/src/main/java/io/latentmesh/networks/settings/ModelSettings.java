package io.latentmesh.networks.settings;

import io.latentmesh.networks.checkpoint.PredictionType;
import io.latentmesh.networks.runtime.Provider;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** One model, and how it runs. */
public interface ModelSettings {
  /**
   * A diffusers folder, a folder of exported ONNX graphs, or a checkpoint in one safetensors file.
   */
  Path path();

  /** What requests call it; absent = the model's own choice. */
  Optional<String> name();

  /** An autoencoder in place of the model's own: a folder, or a safetensors file. */
  Optional<Path> vae();

  /** For a checkpoint in one file: a diffusers folder whose configs describe it. */
  Optional<Path> config();

  /** For a checkpoint in one file that does not say it: {@code epsilon} or {@code v_prediction}. */
  @WithConverter(PredictionTypeConverter.class)
  Optional<PredictionType> predictionType();

  /** {@code auto}, {@code cpu} or {@code cuda}. */
  @WithDefault("auto")
  Provider provider();

  /** CPU threads of one forward; 0 = all processors. */
  @WithDefault("0")
  int threads();
}
