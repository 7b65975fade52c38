package io.latentmesh.networks.settings;

import io.latentmesh.networks.checkpoint.PredictionType;
import io.latentmesh.networks.graph.GraphSettings.OperatorSet;
import io.latentmesh.networks.runtime.PrecisionChoice;
import io.latentmesh.networks.runtime.Provider;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
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

  /** ControlNets that the denoiser may be asked to follow, by any keys; others ignore them. */
  Map<String, ControlSettings> controls();

  /** {@code auto}, {@code cpu} or {@code cuda}. */
  @WithDefault("auto")
  Provider provider();

  /**
   * {@code auto}, {@code fp32} or {@code fp16}: what the networks compute in. {@code auto} is fp32
   * on the CPU and fp16 on CUDA; fp32 there too for an autoencoder whose config has force_upcast.
   */
  @WithDefault("auto")
  PrecisionChoice precision();

  /**
   * {@code portable}, or {@code unverified-cuda}: on CUDA, graphs of fused operators that only CUDA
   * has; no reading has compared them with the usual ones yet.
   */
  @WithDefault("portable")
  OperatorSet operators();

  /** CPU threads of one forward; 0 = all processors. */
  @WithDefault("0")
  int threads();

  /** What is done about narrow weights on the CPU. */
  CopySettings copies();
}
