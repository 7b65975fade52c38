package io.latentmesh.orchestrator.plan;

import java.util.ArrayList;
import java.util.List;

/** What is said to no effect. */
final class Warnings {
  private Warnings() {}

  /**
   * Keys that no class reads, formulas that the sampler's class does not read, and eta without
   * DDIM. Other keys of other classes are usual in published files and pass silently.
   */
  static List<String> of(SchedulerConfig config, SamplerName sampler, SamplingRequest request) {
    List<String> warnings = new ArrayList<>();
    for (String key : config.keys()) {
      if (!ClassDefaults.isKnown(key)) {
        warnings.add("scheduler_config.%s is unknown and has no effect".formatted(key));
      } else if (isFormula(key, config) && !ClassDefaults.of(sampler).has(key)) {
        warnings.add(
            "scheduler_config.%s has no effect on %s".formatted(key, sampler.clientName()));
      }
    }
    if (request.eta() > 0 && sampler != SamplerName.DDIM) {
      warnings.add("eta has no effect on %s".formatted(sampler.clientName()));
    }
    return warnings;
  }

  private static boolean isFormula(String key, SchedulerConfig config) {
    return key.startsWith("use_") && config.says(key, "true");
  }
}
