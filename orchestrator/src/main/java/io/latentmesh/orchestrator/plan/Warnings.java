package io.latentmesh.orchestrator.plan;

import java.util.ArrayList;
import java.util.List;

/** What is said to no effect. */
final class Warnings {
  private Warnings() {}

  /**
   * Keys that no class reads, formulas that the sampler's class does not read, and options without
   * a sampler that has them. Other keys of other classes are usual in published files and pass
   * silently.
   */
  static List<String> of(SchedulerConfig config, SamplerName sampler, SamplingRequest request) {
    List<String> warnings = new ArrayList<>();
    for (String key : config.keys()) {
      if (!ClassDefaults.isKnown(key)) {
        warnings.add("scheduler_config.%s is unknown and has no effect".formatted(key));
      } else if (isFormula(key, config) && !ClassDefaults.of(sampler.type()).has(key)) {
        warnings.add(
            "scheduler_config.%s has no effect on %s".formatted(key, sampler.clientName()));
      }
    }
    SamplingOptions options = request.options();
    if (options.eta().isPresent() && !takesEta(sampler)) {
      warnings.add("eta has no effect on %s".formatted(sampler.clientName()));
    }
    if (options.churn().amount() > 0 && sampler != SamplerName.EULER) {
      warnings.add("churn has no effect on %s".formatted(sampler.clientName()));
    }
    if (sampler == SamplerName.DPM_ADAPTIVE) {
      warnings.add("steps have no effect on dpm-adaptive, which chooses them");
    }
    return warnings;
  }

  private static boolean takesEta(SamplerName sampler) {
    return switch (sampler.type()) {
      case DDIM,
          TCD,
          EULER_ANCESTRAL,
          KDPM2_ANCESTRAL,
          DPM_SDE,
          DPM_2S_ANCESTRAL,
          DPM_3M_SDE,
          DPM_FAST,
          DPM_ADAPTIVE,
          SA_SOLVER ->
          true;
      default -> false;
    };
  }

  private static boolean isFormula(String key, SchedulerConfig config) {
    return key.startsWith("use_") && config.says(key, "true");
  }
}
