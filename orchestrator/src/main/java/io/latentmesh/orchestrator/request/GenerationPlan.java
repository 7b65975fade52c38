package io.latentmesh.orchestrator.request;

import io.latentmesh.orchestrator.model.Model;
import io.latentmesh.orchestrator.plan.SamplingPlan;
import io.latentmesh.orchestrator.sampling.LatentShape;
import java.util.List;
import java.util.Set;

/**
 * A request with every default filled in: nothing is left to decide but the seeds' noise.
 *
 * @param width in pixels
 * @param height in pixels
 * @param seeds one per picture, unsigned
 * @param schedulerConfigJson the request's own or the model's
 */
public record GenerationPlan(
    Model model,
    Text text,
    int width,
    int height,
    Guidance guidance,
    List<Long> seeds,
    int steps,
    double eta,
    String schedulerConfigJson,
    SamplingPlan sampling,
    Set<ExtraOutput> extras,
    GenerationRequest.Terms terms) {
  public GenerationPlan {
    seeds = List.copyOf(seeds);
    extras = Set.copyOf(extras);
  }

  /**
   * What the picture shows.
   *
   * @param clipSkip layers of the text encoder left out, from the end
   */
  public record Text(String prompt, String negativePrompt, int clipSkip) {}

  /** Classifier-free guidance; a scale of at most 1 means none. */
  public record Guidance(double scale) {
    public boolean on() {
      return scale > 1;
    }
  }

  /** Of the latents of one picture. */
  public LatentShape latentShape() {
    int factor = model.vae().scaleFactor();
    return new LatentShape(model.denoiser().inChannels(), height / factor, width / factor);
  }

  /** Rows of the denoiser per evaluation: unconditional and conditional with guidance, else one. */
  public int rowsPerEvaluation() {
    return guidance.on() ? 2 : 1;
  }

  /** Number of pictures. */
  public int images() {
    return seeds.size();
  }
}
