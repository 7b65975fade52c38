package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.SigmaCurve;

/** Reads the switches that put a formula in place of spaced timesteps. */
final class SigmaCurves {
  private SigmaCurves() {}

  static boolean isOn(SchedulerConfig config) {
    if (config.flag("use_karras_sigmas") && config.flag("use_exponential_sigmas")) {
      throw config.mismatch("use_exponential_sigmas", "false beside use_karras_sigmas");
    }
    return switch (ScheduleName.of(config)) {
      case KARRAS, EXPONENTIAL, LU_LAMBDAS -> true;
      case DEFAULT, LINSPACE, LEADING, TRAILING -> false;
    };
  }

  /** The curve that is on. */
  static SigmaCurve of(SchedulerConfig config) {
    return ScheduleName.of(config) == ScheduleName.KARRAS
        ? SigmaCurve.KARRAS
        : SigmaCurve.EXPONENTIAL;
  }
}
