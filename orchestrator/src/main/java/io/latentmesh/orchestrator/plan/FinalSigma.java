package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.NoiseSchedule;

/** Reads final_sigmas_type: where sampling ends. */
final class FinalSigma {
  private FinalSigma() {}

  /** 0 for the classes that have no such field. */
  static double of(SchedulerConfig config, NoiseSchedule schedule) {
    return isZero(config) ? 0 : schedule.sigmaBetween(0);
  }

  static boolean isZero(SchedulerConfig config) {
    return !config.has("final_sigmas_type")
        || config.word("final_sigmas_type", "zero", "sigma_min").equals("zero");
  }
}
