package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.plan.SamplingOptions.CustomLevels;
import java.util.List;

/** The whole timesteps of the classes of diffusers that count in them. */
final class TimestepLists {
  private TimestepLists() {}

  /** In descending order; those of the client if it gave some. */
  static List<Integer> of(Wanted wanted, ConfiguredNoise noise) {
    List<Double> timesteps =
        switch (wanted.request().options().levels()) {
          case CustomLevels.None _ -> noise.requireRange(noise.timesteps(noise.steps()), 0);
          case CustomLevels.Timesteps custom -> custom(custom.values(), noise);
          case CustomLevels.Sigmas _ ->
              throw new SchedulerConfigException(
                  "sigmas",
                  "absent for sampler %s, which counts in timesteps"
                      .formatted(wanted.sampler().clientName()),
                  "given");
        };
    return timesteps.stream().map(t -> (int) Math.rint(t)).toList();
  }

  private static List<Double> custom(List<Double> timesteps, ConfiguredNoise noise) {
    double max = noise.schedule().timesteps() - 1.0;
    CustomSchedules.requireDescending("timesteps", timesteps, 0, max);
    for (double timestep : timesteps) {
      if (timestep != Math.rint(timestep)) {
        throw new SchedulerConfigException("timesteps", "whole numbers for this sampler", timestep);
      }
    }
    return timesteps;
  }

  static List<Double> asDoubles(List<Integer> timesteps) {
    return timesteps.stream().map(Integer::doubleValue).toList();
  }
}
