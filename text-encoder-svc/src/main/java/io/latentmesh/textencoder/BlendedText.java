package io.latentmesh.textencoder;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * compel's conjunction: blends of prompts, one behind the other. Needs the states of the empty
 * text, which weights lead away from.
 */
final class BlendedText implements TextPlan {
  private final WeightedWindow empty;
  private final List<Blend> blends;
  private final int clipSkip;

  /**
   * Prompts, mixed.
   *
   * @param weight how far from the empty text the whole is; 1 is the blend itself
   * @param normalized whether the prompts' weights are divided by their sum
   */
  record Blend(double weight, List<Weighted> prompts, boolean normalized) {
    Blend {
      prompts = List.copyOf(prompts);
    }
  }

  /** One prompt of a blend with its weight. */
  record Weighted(double weight, CompelPrompt prompt) {}

  BlendedText(WeightedWindow empty, List<Blend> blends, int clipSkip) {
    this.empty = empty;
    this.blends = List.copyOf(blends);
    this.clipSkip = clipSkip;
  }

  @Override
  public List<SharedForwards.Item> items() {
    return Stream.concat(Stream.of(empty), prompts().flatMap(prompt -> prompt.windows().stream()))
        .map(window -> new SharedForwards.Item(window.window(), clipSkip))
        .toList();
  }

  @Override
  public FinishedText finish(List<EncodedText> answers) {
    Iterator<EncodedText> rest = answers.iterator();
    EncodedText nothing = rest.next();
    return FinishedText.joined(
        blends.stream().map(blend -> finished(blend, rest, nothing)).toList());
  }

  @Override
  public List<List<WeightedToken>> chunks() {
    return prompts().map(CompelPrompt::usedTokens).toList();
  }

  @Override
  public List<WeightedToken> tokens() {
    return prompts().flatMap(prompt -> prompt.tokens().stream()).toList();
  }

  @Override
  public int tokenCount() {
    return prompts().mapToInt(prompt -> prompt.tokens().size()).sum();
  }

  @Override
  public boolean truncated() {
    return prompts().anyMatch(prompt -> prompt.tokens().size() > prompt.usedTokens().size());
  }

  private FinishedText finished(Blend blend, Iterator<EncodedText> answers, EncodedText nothing) {
    List<EncodedText> states =
        blend.prompts.stream().map(each -> each.prompt.finish(answers, nothing)).toList();
    List<Double> weights = blend.prompts.stream().map(Weighted::weight).toList();
    EncodedText mixed = StateMix.sum(states, blend.normalized ? StateMix.shares(weights) : weights);
    EncodedText whole =
        blend.weight == 1
            ? mixed
            : StateMix.sum(List.of(nothing, mixed), List.of(1 - blend.weight, blend.weight));
    return new FinishedText(
        blend.prompts.getFirst().prompt.windows().getFirst().window().ids(), whole);
  }

  private Stream<CompelPrompt> prompts() {
    return blends.stream().flatMap(blend -> blend.prompts.stream()).map(Weighted::prompt);
  }
}
