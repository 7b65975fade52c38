package io.latentmesh.orchestrator.request;

import io.latentmesh.orchestrator.course.Course;
import io.latentmesh.orchestrator.model.Model;
import io.latentmesh.orchestrator.plan.SamplingPlan;
import io.latentmesh.orchestrator.prompt.PromptSyntax;
import io.latentmesh.orchestrator.prompt.Prompts;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.sampling.Noise;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A request with every default filled in: nothing is left to decide but the seeds' noise.
 *
 * @param width in pixels
 * @param height in pixels
 * @param seeds one per picture, unsigned
 * @param steps as asked for, those that the course leaves out included
 * @param schedulerConfigJson the request's own or the model's
 * @param details as they were given
 */
public record GenerationPlan(
    Model model,
    Text text,
    int width,
    int height,
    GuidancePlan guidance,
    List<Long> seeds,
    int steps,
    double eta,
    String schedulerConfigJson,
    SamplingPlan sampling,
    SamplingDetails details,
    Set<ExtraOutput> extras,
    GenerationRequest.Terms terms,
    Course course,
    List<String> notes) {
  public GenerationPlan {
    seeds = List.copyOf(seeds);
    extras = Set.copyOf(extras);
    notes = List.copyOf(notes);
  }

  /** The same plan, with what the caller should know beside what it says itself. */
  public GenerationPlan with(List<String> more) {
    return new GenerationPlan(
        model,
        text,
        width,
        height,
        guidance,
        seeds,
        steps,
        eta,
        schedulerConfigJson,
        sampling,
        details,
        extras,
        terms,
        course,
        more);
  }

  /**
   * What the picture shows.
   *
   * @param prompt as it was given
   * @param negative prompt as it was given; absent is not the same as empty for every model
   * @param clipSkip layers of the text encoder left out, from the end
   * @param prompts both, read
   */
  public record Text(String prompt, Optional<String> negative, int clipSkip, Prompts prompts) {
    public String negativePrompt() {
      return negative.orElse("");
    }
  }

  /** Whether the negative side of guidance is zeros instead of a text. */
  public boolean zeroesNegative() {
    return text.prompts().negative().isEmpty() && model.textEncoder().zeroesMissingNegative();
  }

  /** Of the latents of one picture. */
  public LatentShape latentShape() {
    return latentShape(new NoiseOptions.PixelSize(width, height));
  }

  private LatentShape latentShape(NoiseOptions.PixelSize size) {
    int factor = model.vae().scaleFactor();
    return new LatentShape(
        model.vae().latentChannels(), size.height() / factor, size.width() / factor);
  }

  /** Evaluations that are made of one picture. */
  public int evaluations() {
    return course.evaluations(sampling.evaluations());
  }

  /** The noise of picture {@code k}, its start first. */
  public Noise noise(int k) {
    return noise(k, seeds.get(k));
  }

  /**
   * The noise of picture {@code k}, its start first.
   *
   * @param seed that it begins with, perhaps in an earlier run
   */
  public Noise noise(int k, long seed) {
    return details.noise().ofImage(k).imageNoise(this::latentShape).of(seed, latentShape());
  }

  /** Of picture {@code k} alone: what its recipe says. */
  public GenerationPlan ofImage(int k) {
    return new GenerationPlan(
        model,
        text,
        width,
        height,
        guidance,
        List.of(seeds.get(k)),
        steps,
        eta,
        schedulerConfigJson,
        sampling,
        details.ofImage(k),
        extras,
        terms,
        course,
        notes);
  }

  /** Whether evaluations have a row without the prompt, for guidance or to compose terms. */
  public boolean needsUnconditional() {
    return guidance.on() || text.prompts().composed();
  }

  /** Layers of the text encoder left out for the prompt, from the end. */
  public int clipSkip() {
    return text.clipSkip();
  }

  /** As {@link #clipSkip}, for the negative: diffusers skips layers for the prompt only. */
  public int negativeClipSkip() {
    boolean plain = text.prompts().language().syntax() == PromptSyntax.PLAIN;
    return plain ? 0 : text.clipSkip();
  }

  /** Tokens of the conditionings: about as many chunks as the longest text needs. */
  public int conditioningTokens() {
    int length = model.textEncoder().contextLength();
    return length * text.prompts().chunks(length - 2);
  }

  /** Rows of the denoiser at the evaluations that need most of them. */
  public int rowsPerEvaluation() {
    return text.prompts().terms().size()
        + (needsUnconditional() ? 1 : 0)
        + (guidance.perpendicular() ? 1 : 0);
  }

  /** Rows of the denoiser for one picture. */
  public int rows() {
    return IntStream.range(0, sampling.evaluations()).map(this::rowsAt).sum();
  }

  /** Rows of an evaluation of the whole run, counted from 0. */
  public int rowsAt(int evaluation) {
    boolean saved =
        guidance.on()
            && !sampling.choosesLevels()
            && !guidance.onAt(sampling.sigmas().get(evaluation));
    return rowsPerEvaluation() - (saved ? rowsSavedWithoutGuidance() : 0);
  }

  /** Of {@link #rowsPerEvaluation} at every evaluation, the part that is needed. */
  public double rowShare() {
    return (double) rows() / (sampling.evaluations() * rowsPerEvaluation());
  }

  private int rowsSavedWithoutGuidance() {
    return (text.prompts().composed() ? 0 : 1) + (guidance.perpendicular() ? 1 : 0);
  }

  /** Number of pictures. */
  public int images() {
    return seeds.size();
  }
}
