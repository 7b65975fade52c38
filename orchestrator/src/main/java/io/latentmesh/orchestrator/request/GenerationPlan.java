package io.latentmesh.orchestrator.request;

import io.latentmesh.orchestrator.model.Model;
import io.latentmesh.orchestrator.plan.SamplingPlan;
import io.latentmesh.orchestrator.sampling.LatentShape;
import java.util.List;
import java.util.Optional;
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
   * @param negative prompt; absent is not the same as empty for every model
   * @param clipSkip layers of the text encoder left out, from the end
   */
  public record Text(String prompt, Optional<String> negative, int clipSkip) {
    public String negativePrompt() {
      return negative.orElse("");
    }
  }

  /**
   * How strongly the text guides.
   *
   * @param scale of classifier-free guidance, where at most 1 means none, or what a model that was
   *     distilled for it is told
   */
  public record Guidance(double scale, Way way) {
    /** Whether the sampler guides or the network does. */
    public enum Way {
      CLASSIFIER_FREE,
      EMBEDDED
    }

    /** Whether each evaluation needs a second row. */
    public boolean on() {
      return way == Way.CLASSIFIER_FREE && scale > 1;
    }
  }

  /** Whether the negative side of guidance is zeros instead of a text. */
  public boolean zeroesNegative() {
    return text.negative().isEmpty() && model.textEncoder().zeroesMissingNegative();
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
