package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.DpmForm;
import io.latentmesh.orchestrator.sampling.DpmSolverType;
import io.latentmesh.orchestrator.sampling.UniPc;

/**
 * Reads fields that the solver classes share; each class takes the others' words for its default.
 */
final class SolverFields {
  private SolverFields() {}

  /** The forms that expand epsilon have no step to sigma 0. */
  static DpmForm form(SchedulerConfig config) {
    String name =
        config.word(
            "algorithm_type",
            "dpmsolver",
            "dpmsolver++",
            "sde-dpmsolver",
            "sde-dpmsolver++",
            "deis");
    DpmForm form =
        switch (name) {
          case "dpmsolver" -> DpmForm.NOISE;
          case "sde-dpmsolver" -> DpmForm.NOISE_SDE;
          case "sde-dpmsolver++" -> DpmForm.DATA_SDE;
          default -> DpmForm.DATA;
        };
    boolean noise = form == DpmForm.NOISE || form == DpmForm.NOISE_SDE;
    if (noise && FinalSigma.isZero(config)) {
      throw config.mismatch("final_sigmas_type", "sigma_min with algorithm_type " + name);
    }
    return form;
  }

  static DpmSolverType solverType(SchedulerConfig config) {
    return config.word("solver_type", "midpoint", "heun", "logrho", "bh1", "bh2").equals("heun")
        ? DpmSolverType.HEUN
        : DpmSolverType.MIDPOINT;
  }

  static UniPc.Scaling scaling(SchedulerConfig config) {
    return config.word("solver_type", "bh1", "bh2", "midpoint", "heun", "logrho").equals("bh1")
        ? UniPc.Scaling.BH1
        : UniPc.Scaling.BH2;
  }
}
