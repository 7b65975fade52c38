package io.latentmesh.orchestrator.model;

import io.latentmesh.orchestrator.plan.SamplingPlan;
import io.latentmesh.orchestrator.plan.SamplingRequest;
import io.latentmesh.orchestrator.plan.SchedulerConfig;
import io.latentmesh.orchestrator.plan.SchedulerConfigException;
import io.latentmesh.orchestrator.stage.ComponentIdentity;
import io.latentmesh.orchestrator.stage.DenoiserDescription;
import io.latentmesh.orchestrator.stage.ModelDefaults;
import io.latentmesh.orchestrator.stage.TextEncoderDescription;
import io.latentmesh.orchestrator.stage.VaeDescription;
import java.util.List;
import java.util.Optional;

/**
 * A model as the three stages hold it together.
 *
 * @param schedulerConfig the model's own, parsed
 */
public record Model(
    TextEncoderDescription textEncoder,
    DenoiserDescription denoiser,
    VaeDescription vae,
    SchedulerConfig schedulerConfig) {
  /** diffusers' own defaults, for models that recommend nothing. */
  private static final int STEPS = 50;

  private static final double GUIDANCE_SCALE = 7.5;

  /** The name that requests use. */
  public String name() {
    return denoiser.identity().name();
  }

  /** Text encoder, denoiser, autoencoder. */
  public List<ComponentIdentity> components() {
    return List.of(textEncoder.identity(), denoiser.identity(), vae.identity());
  }

  /** Pixels. */
  public int defaultWidth() {
    return defaults().width().orElse(trainedSide());
  }

  /** Pixels. */
  public int defaultHeight() {
    return defaults().height().orElse(trainedSide());
  }

  public int defaultSteps() {
    return defaults().steps().orElse(STEPS);
  }

  public double defaultGuidanceScale() {
    return defaults().guidanceScale().orElse(GUIDANCE_SCALE);
  }

  /** What is sampled by default; empty when requests must name a sampler. */
  public Optional<SamplingPlan> defaultSampling() {
    var request =
        new SamplingRequest(defaultSteps(), defaults().sampler(), defaults().schedule(), 0);
    try {
      return Optional.of(SamplingPlan.of(schedulerConfig, request));
    } catch (SchedulerConfigException e) {
      return Optional.empty();
    }
  }

  /** What the model's folder recommends. */
  public ModelDefaults defaults() {
    return denoiser.defaults();
  }

  /** Width and height of pictures must be multiples of this many pixels. */
  public int sizeMultiple() {
    return vae.scaleFactor();
  }

  private int trainedSide() {
    return denoiser.sampleSize() * vae.scaleFactor();
  }
}
