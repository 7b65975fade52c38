package io.latentmesh.orchestrator.plan;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How noise levels are spaced, by the names that clients use. */
public enum ScheduleName {
  DEFAULT("default", Kind.OWN, "", "As the model's scheduler_config says"),
  LINSPACE("linspace", Kind.SPACING, "", "Training timesteps evenly from last to first"),
  LEADING("leading", Kind.SPACING, "", "Whole strides from the first timestep up"),
  TRAILING("trailing", Kind.SPACING, "", "Even strides from the last timestep down"),
  KARRAS("karras", Kind.CURVE, "use_karras_sigmas", "Karras et al. 2022, rho 7"),
  LU_LAMBDAS(
      "lu-lambdas",
      Kind.CLASS_CURVE,
      "use_lu_lambdas",
      "Evenly spaced log-SNR, at rounded timesteps"),
  EXPONENTIAL("exponential", Kind.CURVE, "use_exponential_sigmas", "Evenly spaced log sigma"),
  BETA("beta", Kind.CURVE, "use_beta_sigmas", "Quantiles of Beta(0.6, 0.6), Lee et al. 2024"),
  FLOW("flow", Kind.CLASS_CURVE, "use_flow_sigmas", "A straight path, for flow-matching models"),
  POLYEXPONENTIAL("polyexponential", Kind.FORMULA, "", "A power of the way in log sigma; rho 1"),
  SGM_UNIFORM("sgm-uniform", Kind.FORMULA, "", "Timesteps evenly, the last one left out"),
  NORMAL("normal", Kind.FORMULA, "", "Timesteps evenly, log sigma between two of them"),
  SIMPLE("simple", Kind.FORMULA, "", "Every so many of the training noise levels, from the last"),
  DDIM_UNIFORM("ddim-uniform", Kind.FORMULA, "", "Whole strides over the training noise levels"),
  KL_OPTIMAL("kl-optimal", Kind.FORMULA, "", "Tangents of even angles; ends above 0"),
  ALIGN_YOUR_STEPS("align-your-steps", Kind.FORMULA, "", "Sabour et al. 2024, for SD 1.5"),
  ALIGN_YOUR_STEPS_XL("align-your-steps-xl", Kind.FORMULA, "", "Sabour et al. 2024, for SDXL");

  /** Where a schedule comes from. */
  private enum Kind {
    OWN,
    SPACING,
    /** A switch of some classes of diffusers, and a formula for the others. */
    CURVE,
    /** A switch of some classes of diffusers only. */
    CLASS_CURVE,
    FORMULA
  }

  private final String clientName;
  private final Kind kind;
  private final String curveKey;
  private final String description;

  ScheduleName(String clientName, Kind kind, String curveKey, String description) {
    this.clientName = clientName;
    this.kind = kind;
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

  /** Whether the sampler can run on this schedule. */
  public boolean availableFor(SamplerName sampler) {
    boolean anySigmas = sampler.type().levels() == SchedulerClass.Levels.SIGMAS;
    return switch (kind) {
      case OWN -> true;
      case SPACING ->
          sampler.type().levels() != SchedulerClass.Levels.OWN
              && ClassDefaults.of(sampler.type()).has("timestep_spacing");
      case CURVE -> isSwitchOf(sampler) || anySigmas;
      case CLASS_CURVE -> isSwitchOf(sampler);
      case FORMULA -> anySigmas;
    };
  }

  /** Whether the sampler's levels come from {@link SigmaFormulas}, and not from its class. */
  boolean isFormulaFor(SamplerName sampler) {
    return kind == Kind.FORMULA || (kind == Kind.CURVE && !isSwitchOf(sampler));
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
   * The schedule that a complete configuration describes; DEFAULT for classes that have but one.
   * Where several formulas are switched on, diffusers takes the first in the order above.
   */
  static ScheduleName of(SchedulerConfig config) {
    return Arrays.stream(values())
        .filter(schedule -> !schedule.curveKey.isEmpty() && config.has(schedule.curveKey))
        .filter(schedule -> config.flag(schedule.curveKey))
        .findFirst()
        .orElseGet(() -> spacing(config));
  }

  private static ScheduleName spacing(SchedulerConfig config) {
    return config.has("timestep_spacing")
        ? named(config.word("timestep_spacing", "linspace", "leading", "trailing"))
        : DEFAULT;
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
            Arrays.stream(values()).map(schedule -> schedule.curveKey).toArray(String[]::new));
    return switch (kind) {
      case OWN -> config;
      case SPACING -> plain.with("timestep_spacing", clientName);
      case CURVE, CLASS_CURVE -> isSwitchOf(sampler) ? plain.with(curveKey, "true") : plain;
      case FORMULA -> plain;
    };
  }

  private boolean isSwitchOf(SamplerName sampler) {
    return ClassDefaults.of(sampler.type()).has(curveKey);
  }

  private void requireAvailable(SamplerName sampler) {
    if (!availableFor(sampler)) {
      Stream<ScheduleName> available =
          Arrays.stream(values()).filter(schedule -> schedule.availableFor(sampler));
      throw new SchedulerConfigException(
          "schedule",
          "one of %s for sampler %s".formatted(names(available), sampler.clientName()),
          clientName);
    }
  }

  private static String names(Stream<ScheduleName> schedules) {
    return schedules.map(ScheduleName::clientName).collect(Collectors.joining(", "));
  }
}
