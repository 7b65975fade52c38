package io.latentmesh.orchestrator.generation;

import com.google.common.primitives.Floats;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.sampling.Composition;
import io.latentmesh.orchestrator.sampling.Composition.Side;
import io.latentmesh.orchestrator.sampling.ConditionalDenoiser;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.DenoiserDescription;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The texts with what a denoiser takes beside them, and which of them each evaluation is
 * conditioned on. Pure.
 *
 * @param conditionings what evaluations refer to by index, each once; unconditional ones first
 * @param negative empty where no unconditional is needed
 * @param empty there where the negative is not the unconditional itself
 * @param sides what guidance's indices mean
 */
record DenoiserInputs(
    List<Conditioning> conditionings,
    List<Term> terms,
    Optional<IndexSchedule> negative,
    Optional<IndexSchedule> empty,
    List<Side> sides) {
  /** Time ids that end in the target size. */
  private static final int WITH_TARGET_SIZE = 6;

  /** diffusers' own, of SDXL's refiner: of what is wanted, and of what is not. */
  private static final float AESTHETIC_SCORE = 6.0f;

  private static final float NEGATIVE_AESTHETIC_SCORE = 2.5f;

  private static final float LONGEST_PERIOD = 10_000;
  private static final float GUIDANCE_UNITS = 1000;

  /** One of the prompts that the picture is composed of. */
  record Term(double weight, IndexSchedule indices) {
    Composition.Term at(int evaluation) {
      return new Composition.Term(indices.at(evaluation), weight);
    }
  }

  DenoiserInputs {
    conditionings = List.copyOf(conditionings);
    terms = List.copyOf(terms);
    sides = List.copyOf(sides);
  }

  static DenoiserInputs of(GenerationPlan plan, EncodedTexts texts) {
    var list = new ConditioningList();
    Optional<IndexSchedule> negative =
        texts.negative().map(text -> list.add(text, each -> unwanted(each, plan)));
    Optional<IndexSchedule> empty =
        texts.empty().map(text -> list.add(text, each -> unwanted(each, plan)));
    // What is wanted may be worded as what is not, but has another score.
    list.forget();
    List<Term> terms =
        texts.terms().stream()
            .map(term ->
                new Term(term.weight(), list.add(term.schedule(), each -> wanted(each, plan))))
            .toList();
    return new DenoiserInputs(list.all(), terms, negative, empty, sides(plan));
  }

  private static List<Side> sides(GenerationPlan plan) {
    if (!plan.guidance().on()) {
      return List.of(Side.CONDITIONAL);
    }
    return plan.guidance().perpendicular()
        ? List.of(Side.UNCONDITIONAL, Side.CONDITIONAL, Side.NEGATIVE)
        : List.of(Side.UNCONDITIONAL, Side.CONDITIONAL);
  }

  /**
   * The model for one image's guidance, which knows of one conditional at most.
   *
   * @param first evaluation that it is asked for, counted from 0
   */
  ConditionalDenoiser stepwise(ConditionalDenoiser model, int first) {
    return new StepwiseConditionings(model, new Compositions(this, first), sides);
  }

  /** What is evaluated at an evaluation, counted from 0. */
  Composition at(int evaluation) {
    return new Composition(
        index(empty.or(() -> negative), evaluation),
        empty.isPresent() ? index(negative, evaluation) : OptionalInt.empty(),
        terms.stream().map(term -> term.at(evaluation)).toList());
  }

  /** Whether an evaluation may have other conditionings than the one before. */
  boolean changesAt(int evaluation) {
    for (Term term : terms) {
      if (term.indices.changesAt(evaluation)) {
        return true;
      }
    }
    return changesAt(negative, evaluation) || changesAt(empty, evaluation);
  }

  private static boolean changesAt(Optional<IndexSchedule> indices, int evaluation) {
    return indices.isPresent() && indices.get().changesAt(evaluation);
  }

  private static OptionalInt index(Optional<IndexSchedule> indices, int evaluation) {
    return indices.stream().mapToInt(each -> each.at(evaluation)).findFirst();
  }

  private static Conditioning wanted(Conditioning text, GenerationPlan plan) {
    return input(text, plan, AESTHETIC_SCORE);
  }

  private static Conditioning unwanted(Conditioning text, GenerationPlan plan) {
    return input(text, plan, NEGATIVE_AESTHETIC_SCORE);
  }

  private static Conditioning input(Conditioning text, GenerationPlan plan, float score) {
    DenoiserDescription.Vectors taken = plan.model().denoiser().vectors();
    Conditioning wanted = taken.pooled() > 0 ? text : text.withoutPooled();
    List<Float> ids = taken.timeIds() > 0 ? timeIds(plan, taken.timeIds(), score) : List.of();
    List<Float> guidance = guidance(plan.guidance().scale(), taken.timestepCondition());
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
