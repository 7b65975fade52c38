package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.plan.SamplingPlan;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GuidanceOptions;
import io.latentmesh.orchestrator.request.GuidancePlan;
import io.latentmesh.orchestrator.sampling.CfgPlusPlus;
import io.latentmesh.orchestrator.sampling.ConditionalDenoiser;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.DynamicThresholding;
import io.latentmesh.orchestrator.sampling.Guidance;
import io.latentmesh.orchestrator.sampling.GuidanceRescale;
import io.latentmesh.orchestrator.sampling.GuidedDenoiser;
import io.latentmesh.orchestrator.sampling.PerpendicularNegative;
import java.util.Optional;

/**
 * The denoiser that one plan's guidance makes of a model. From the inside out: guidance, perhaps
 * with a perpendicular negative; rescale; thresholding; CFG++. Evaluations where guidance is off
 * ask for the conditional alone.
 */
final class GuidedModel {
  private static final double RANGE_OF_PIXELS = 1;

  private final GuidancePlan guidance;
  private final SamplingPlan sampling;
  private final Optional<DynamicThresholding> thresholding;
  private final Estimate estimate;

  private GuidedModel(GenerationPlan plan, Estimate estimate) {
    this.estimate = estimate;
    this.guidance = plan.guidance();
    this.sampling = plan.sampling();
    this.thresholding = guidance.options().thresholding().map(GuidedModel::thresholding);
  }

  /**
   * {@code model} under guidance.
   *
   * @param model which knows the unconditional as 0, the conditional as 1 and, where it is
   *     perpendicular, the negative as 2; without guidance the conditional as 0
   * @param estimate is told what each evaluation takes for the picture
   */
  static Denoiser of(GenerationPlan plan, ConditionalDenoiser model, Estimate estimate) {
    var guided = new GuidedModel(plan, estimate);
    return plan.guidance().on() ? guided.on(model) : guided.thresholded(Guidance.unguided(model));
  }

  private Denoiser on(ConditionalDenoiser model) {
    Denoiser inside =
        looksAtBothSides()
            ? finished(rescaled(guided(model)))
            : thresholded(Guidance.classifierFree(model, this::scale));
    Denoiser outside = thresholded(Guidance.conditional(model));
    return guidance.schedule().choosing(inside, outside);
  }

  /** Whether something needs more of an evaluation than what guidance makes of it. */
  private boolean looksAtBothSides() {
    GuidanceOptions options = guidance.options();
    return guidance.perpendicular()
        || options.rescale().orElse(0) != 0
        || options.cfgPlusPlus().isPresent();
  }

  private double scale(double sigma) {
    return guidance.schedule().at(sigma).orElseThrow();
  }

  private GuidedDenoiser guided(ConditionalDenoiser model) {
    return guidance.perpendicular()
        ? new PerpendicularNegative(guidance.options().perpNeg().orElseThrow())
            .guided(model, this::scale)
        : Guidance.guided(model, this::scale);
  }

  private GuidedDenoiser rescaled(GuidedDenoiser model) {
    double share = guidance.options().rescale().orElse(0);
    return share == 0 ? model : new GuidanceRescale(share, sampling::skip).of(model);
  }

  private Denoiser finished(GuidedDenoiser model) {
    GuidedDenoiser bounded = thresholding.isEmpty() ? model : model.then(thresholding.get()::apply);
    GuidedDenoiser noted = estimate.notingGuided(bounded);
    return guidance.options().cfgPlusPlus().isPresent()
        ? CfgPlusPlus.of(noted, sampling::kept)
        : noted.alone();
  }

  private Denoiser thresholded(Denoiser model) {
    return estimate.noting(thresholding.isEmpty() ? model : thresholding.get().of(model));
  }

  private static DynamicThresholding thresholding(GuidanceOptions.Thresholding asked) {
    return new DynamicThresholding(asked.ratio(), asked.range().orElse(RANGE_OF_PIXELS));
  }
}
