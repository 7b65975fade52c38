package io.latentmesh.networks.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code scheduler_config.json} of each family as published with the model (runwayml
 * stable-diffusion-v1-5 and -inpainting, stabilityai stable-diffusion-2-1, -2-1-base,
 * stable-diffusion-xl-base-1.0 and -refiner-1.0): classes and values, which are facts.
 */
final class SchedulerConfigs {
  private static final int TEXT_TO_IMAGE_CHANNELS = 4;

  private SchedulerConfigs() {}

  /** What the scheduler depends on. */
  record Kind(CheckpointFamily family, long inChannels, boolean consistencyModel) {}

  static Map<String, Object> of(Kind kind, PredictionType prediction) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("_class_name", className(kind, prediction));
    config.put("num_train_timesteps", 1000);
    config.put("beta_start", 0.00085);
    config.put("beta_end", 0.012);
    config.put("beta_schedule", "scaled_linear");
    config.put("prediction_type", prediction.label());
    config.put("steps_offset", 1);
    config.put("clip_sample", false);
    config.put("set_alpha_to_one", false);
    if (isXl(kind.family())) {
      config.put("timestep_spacing", "leading");
      config.put("interpolation_type", "linear");
    } else if (!kind.consistencyModel()) {
      config.put("skip_prk_steps", true);
    }
    return config;
  }

  private static String className(Kind kind, PredictionType prediction) {
    if (kind.consistencyModel()) {
      return "LCMScheduler";
    }
    if (isXl(kind.family())) {
      return "EulerDiscreteScheduler";
    }
    boolean plain = kind.inChannels() == TEXT_TO_IMAGE_CHANNELS;
    return plain && prediction == PredictionType.EPSILON ? "PNDMScheduler" : "DDIMScheduler";
  }

  private static boolean isXl(CheckpointFamily family) {
    return family == CheckpointFamily.SDXL || family == CheckpointFamily.SDXL_REFINER;
  }
}
