package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.plan.SamplingOptions.CustomLevels;
import io.latentmesh.orchestrator.sampling.NoiseSchedule;
import java.util.List;
import java.util.Optional;

/** Schedules that the client gives, and those of {@link SigmaFormulas}. */
final class CustomSchedules {
  private CustomSchedules() {}

  /**
   * Levels that do not come from the class; empty where they do.
   *
   * @param last the level after custom timesteps
   */
  static Optional<Levels> of(Wanted wanted, NoiseSchedule schedule, double last) {
    return switch (wanted.request().options().levels()) {
      case CustomLevels.Timesteps custom -> Optional.of(timesteps(custom, wanted, schedule, last));
      case CustomLevels.Sigmas custom -> Optional.of(sigmas(custom.values(), schedule));
      case CustomLevels.None _ ->
          wanted.schedule().isFormulaFor(wanted.sampler())
              ? Optional.of(
                  sigmas(
                      SigmaFormulas.sigmas(wanted.schedule(), schedule, wanted.steps()), schedule))
              : Optional.empty();
    };
  }

  private static Levels timesteps(
      CustomLevels.Timesteps custom, Wanted wanted, NoiseSchedule schedule, double last) {
    if (SigmaCurves.of(wanted.config()).isPresent()) {
      throw new SchedulerConfigException(
          "timesteps", "absent beside the schedule " + wanted.schedule().clientName(), "given");
    }
    double max = schedule.timesteps() - 1.0;
    requireDescending("timesteps", custom.values(), 0, max);
    return Levels.of(
        custom.values(), custom.values().stream().map(schedule::sigmaBetween).toList(), last);
  }

  private static Levels sigmas(List<Double> sigmas, NoiseSchedule schedule) {
    requireDescending("sigmas", sigmas, 0, Double.MAX_VALUE);
    List<Double> steps = sigmas.subList(0, sigmas.size() - 1);
    return Levels.of(
        steps.stream().map(sigma -> single(schedule.timestep(single(sigma)))).toList(),
        steps,
        sigmas.getLast());
  }

  static void requireDescending(String field, List<Double> values, double min, double max) {
    for (int i = 0; i < values.size(); i++) {
      double value = values.get(i);
      boolean falls = i == 0 || value < values.get(i - 1);
      if (!(falls && value >= min && value <= max)) {
        throw new SchedulerConfigException(
            field + "[" + i + "]",
            "from %s to %s and below the one before".formatted(min, max),
            value);
      }
    }
    if (values.isEmpty()) {
      throw new SchedulerConfigException(field, "not empty", "empty");
    }
  }

  private static double single(double value) {
    return (float) value;
  }
}
