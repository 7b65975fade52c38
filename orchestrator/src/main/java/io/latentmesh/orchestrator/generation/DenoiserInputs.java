package io.latentmesh.orchestrator.generation;

import com.google.common.primitives.Floats;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.DenoiserDescription;
import java.util.ArrayList;
import java.util.List;

/** The texts with what a denoiser takes beside them. Pure. */
final class DenoiserInputs {
  /** Time ids that end in the target size. */
  private static final int WITH_TARGET_SIZE = 6;

  /** diffusers' own, of SDXL's refiner: of what is wanted, and of what is not. */
  private static final float AESTHETIC_SCORE = 6.0f;

  private static final float NEGATIVE_AESTHETIC_SCORE = 2.5f;

  private static final float LONGEST_PERIOD = 10_000;
  private static final float GUIDANCE_UNITS = 1000;

  private DenoiserInputs() {}

  /** In the order that guidance expects: unconditional (with guidance), conditional. */
  static List<Conditioning> of(GenerationPlan plan, EncodedTexts texts) {
    DenoiserDescription.Vectors taken = plan.model().denoiser().vectors();
    List<Float> guidance = guidance(plan.guidance().scale(), taken.timestepCondition());
    List<Conditioning> inputs = new ArrayList<>();
    texts
        .negativePrompt()
        .ifPresent(text -> inputs.add(input(text, plan, NEGATIVE_AESTHETIC_SCORE, guidance)));
    inputs.add(input(texts.prompt(), plan, AESTHETIC_SCORE, guidance));
    return inputs;
  }

  private static Conditioning input(
      Conditioning text, GenerationPlan plan, float score, List<Float> guidance) {
    DenoiserDescription.Vectors taken = plan.model().denoiser().vectors();
    Conditioning wanted = taken.pooled() > 0 ? text : text.withoutPooled();
    List<Float> ids = taken.timeIds() > 0 ? timeIds(plan, taken.timeIds(), score) : List.of();
    return wanted.with(new Conditioning.Vectors(ids, guidance));
  }

  /**
   * Original height and width, top and left of the crop, then target height and width, or the
   * aesthetic score (Podell et al., 2023, arXiv:2307.01952, section 2.2): the picture is meant to
   * look like one that was made in this size and not cropped.
   */
  private static List<Float> timeIds(GenerationPlan plan, int count, float score) {
    float height = plan.height();
    float width = plan.width();
    return count == WITH_TARGET_SIZE
        ? List.of(height, width, 0f, 0f, height, width)
        : List.of(height, width, 0f, 0f, score);
  }

  /**
   * Sine, then cosine, of w at geometrically falling frequencies, w being the guidance scale less
   * one (Luo et al., 2023, arXiv:2310.04378, section 4.2; layout and units as in diffusers). In
   * float32, as there.
   *
   * @param size of the vector, even; 0 where the model takes none
   */
  static List<Float> guidance(double scale, int size) {
    int half = size / 2;
    float[] features = new float[size];
    float w = (float) (scale - 1) * GUIDANCE_UNITS;
    float rate = (float) (Math.log(LONGEST_PERIOD) / (half - 1));
    for (int i = 0; i < half; i++) {
      float angle = w * (float) Math.exp(i * -rate);
      features[i] = (float) Math.sin(angle);
      features[half + i] = (float) Math.cos(angle);
    }
    return Floats.asList(features);
  }
}
