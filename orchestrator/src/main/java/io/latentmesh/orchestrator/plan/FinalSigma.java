package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.NoiseSchedule;

/** Reads final_sigmas_type: where sampling ends. */
final class FinalSigma {
  private FinalSigma() {}

  static double of(SchedulerConfig config, NoiseSchedule schedule) {
    return config.word("final_sigmas_type", "zero", "sigma_min").equals("zero")
        ? 0
        : schedule.sigmaBetween(0);
  }
}
