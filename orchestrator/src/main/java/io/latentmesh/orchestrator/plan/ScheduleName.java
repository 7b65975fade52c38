package io.latentmesh.orchestrator.plan;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How noise levels are spaced, by the names that clients use. */
public enum ScheduleName {
  DEFAULT("default", "", "As the model's scheduler_config says"),
  LINSPACE("linspace", "", "Training timesteps evenly from last to first"),
  LEADING("leading", "", "Whole strides from the first timestep up"),
  TRAILING("trailing", "", "Even strides from the last timestep down"),
  KARRAS("karras", "use_karras_sigmas", "Karras et al. 2022, rho 7"),
  LU_LAMBDAS("lu-lambdas", "use_lu_lambdas", "Evenly spaced log-SNR, at rounded timesteps"),
  EXPONENTIAL("exponential", "use_exponential_sigmas", "Evenly spaced log sigma");

  private final String clientName;
  private final String curveKey;
  private final String description;

  ScheduleName(String clientName, String curveKey, String description) {
    this.clientName = clientName;
    this.curveKey = curveKey;
    this.description = description;
  }

  /** The name that a request carries, such as {@code karras}. */
  public String clientName() {
    return clientName;
  }

  public String description() {
    return description;
  }

  /** Whether the sampler can run on this schedule, as its class in diffusers can. */
  public boolean availableFor(SamplerName sampler) {
    return curveKey.isEmpty() || ClassDefaults.of(sampler).has(curveKey);
  }

  /**
   * @throws SchedulerConfigException when no schedule has that name
   */
  static ScheduleName named(String name) {
    return Arrays.stream(values())
        .filter(schedule -> schedule.clientName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new SchedulerConfigException(
                "schedule", "one of " + names(Arrays.stream(values())), name));
  }

  /**
   * The schedule that a complete configuration describes; never DEFAULT. Where several formulas are
   * switched on, diffusers takes the first in the order above.
   */
  static ScheduleName of(SchedulerConfig config) {
    return Arrays.stream(values())
        .filter(schedule -> !schedule.curveKey.isEmpty() && config.has(schedule.curveKey))
        .filter(schedule -> config.flag(schedule.curveKey))
        .findFirst()
        .orElseGet(() -> named(config.word("timestep_spacing", "linspace", "leading", "trailing")));
  }

  /**
   * The configuration with this schedule in place of its own. A formula keeps the spacing, which
   * still gives Euler the ends of its range; a spacing switches every formula off.
   *
   * @throws SchedulerConfigException when the sampler has no such schedule
   */
  SchedulerConfig appliedTo(SchedulerConfig config, SamplerName sampler) {
    requireAvailable(sampler);
    if (this == DEFAULT) {
      return config;
    }
    SchedulerConfig plain =
        config.without(
            "use_karras_sigmas",
            "use_exponential_sigmas",
            "use_beta_sigmas",
            "use_lu_lambdas",
            "use_flow_sigmas");
    return curveKey.isEmpty()
        ? plain.with("timestep_spacing", clientName)
        : plain.with(curveKey, "true");
  }

  private void requireAvailable(SamplerName sampler) {
    if (!availableFor(sampler)) {
      Stream<ScheduleName> available =
          Arrays.stream(values()).filter(schedule -> schedule.availableFor(sampler));
      throw new SchedulerConfigException(
          "schedule",
          "one of %s for sampler %s (%s of diffusers has no other)"
              .formatted(names(available), sampler.clientName(), sampler.diffusersClass()),
          clientName);
    }
  }

  private static String names(Stream<ScheduleName> schedules) {
    return schedules.map(ScheduleName::clientName).collect(Collectors.joining(", "));
  }
}
