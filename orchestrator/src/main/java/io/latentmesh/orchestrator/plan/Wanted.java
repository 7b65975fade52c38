package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.plan.SamplingOptions.Beginning;
import io.latentmesh.orchestrator.plan.SamplingOptions.CustomLevels;
import io.latentmesh.orchestrator.sampling.Clipping;

/**
 * What is to be planned.
 *
 * @param config complete: every key of the sampler's class has a value
 */
record Wanted(
    SamplerName sampler, ScheduleName schedule, SchedulerConfig config, SamplingRequest request) {
  SchedulerClass type() {
    return sampler.type();
  }

  /** The steps of the whole schedule. */
  int steps() {
    return switch (request.options().levels()) {
      case CustomLevels.None _ -> request.steps();
      case CustomLevels.Timesteps timesteps -> timesteps.values().size();
      case CustomLevels.Sigmas sigmas -> sigmas.values().size() - (isFlow() ? 0 : 1);
    };
  }

  private boolean isFlow() {
    return type().levels() == SchedulerClass.Levels.FLOW;
  }

  double eta(double fallback) {
    return request.options().eta().orElse(fallback);
  }

  /** The step to begin with, of {@code steps}. */
  int begin(int steps) {
    int begin =
        switch (request.options().beginning()) {
          case Beginning.AtStep at -> at.step();
          case Beginning.AtStrength at ->
              Math.max(steps - Math.min((int) (steps * at.strength()), steps), 0);
        };
    if (begin < 0 || begin >= steps) {
      throw new SchedulerConfigException(
          "strength", "such that 1 to %d of the steps are run".formatted(steps), steps - begin);
    }
    return begin;
  }

  /** What thresholding or clip_sample do to the denoised latent; classes may have neither. */
  Clipping clipping() {
    if (config.has("thresholding") && config.flag("thresholding")) {
      return new Clipping.Dynamic(
          config.between("dynamic_thresholding_ratio", 0, 1.0001),
          config.between("sample_max_value", 0, Double.POSITIVE_INFINITY));
    }
    return config.has("clip_sample") && config.flag("clip_sample")
        ? new Clipping.Clamp(config.between("clip_sample_range", 0, Double.POSITIVE_INFINITY))
        : Clipping.none();
  }
}
