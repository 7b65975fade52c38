package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.NoiseSchedule;
import io.latentmesh.orchestrator.sampling.Step;
import java.util.List;
import java.util.stream.Stream;

/**
 * The steps of DDIM and PNDM in diffusers: from timestep t to t - stride, whatever the next entry
 * of the list; below 0 lies one last level.
 *
 * @param stride num_train_timesteps // steps
 * @param last sigma below timestep 0
 */
record StridedSteps(NoiseSchedule schedule, int stride, double last) {
  /** Reads set_alpha_to_one: whether sampling ends at sigma 0 or at that of timestep 0. */
  static StridedSteps of(SchedulerConfig config, ConfiguredNoise noise) {
    NoiseSchedule schedule = noise.schedule();
    return new StridedSteps(
        schedule,
        schedule.timesteps() / noise.steps(),
        config.flag("set_alpha_to_one") ? 0 : schedule.sigma(0));
  }

  /** One stride down from {@code timestep}. */
  Step down(int timestep) {
    return Step.to(schedule.sigma(timestep), below(timestep));
  }

  /** Asks the model at {@code timestep} and moves there from one stride above. */
  Step onto(int timestep) {
    double sigma = schedule.sigma(timestep);
    return new Step(sigma, schedule.sigma(timestep + stride), sigma);
  }

  /** Asks the model at {@code timestep}, and moves from one timestep's level to another's. */
  Step between(int timestep, int from, int to) {
    return new Step(schedule.sigma(timestep), schedule.sigma(from), schedule.sigma(to));
  }

  /** The level of each evaluation and the last target. */
  static List<Double> sigmas(List<Step> steps) {
    return Stream.concat(steps.stream().map(Step::sigma), Stream.of(steps.getLast().to())).toList();
  }

  private double below(int timestep) {
    int target = timestep - stride;
    return target < 0 ? last : schedule.sigma(target);
  }
}
