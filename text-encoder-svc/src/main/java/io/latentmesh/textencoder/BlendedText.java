package io.latentmesh.textencoder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * compel's conjunction: blends of prompts, one behind the other. Needs the states of the empty
 * text, which weights lead away from.
 */
final class BlendedText implements TextPlan {
  private final WeightedWindow empty;
  private final List<Blend> blends;
  private final Optional<TokenWindow> pooled;
  private final int clipSkip;
  private final List<WeightedWindow> windows; // each once

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

  /**
   * A conjunction.
   *
   * @param pooled whose pooled state is the whole's; empty for the first prompt's
   */
  BlendedText(
      WeightedWindow empty, List<Blend> blends, Optional<TokenWindow> pooled, int clipSkip) {
    this.empty = empty;
    this.blends = List.copyOf(blends);
    this.pooled = pooled;
    this.clipSkip = clipSkip;
    this.windows =
        Stream.concat(Stream.of(empty), prompts().flatMap(CompelPrompt::windows))
            .distinct()
            .toList();
  }

  @Override
  public List<SharedForwards.Item> items() {
    return Stream.concat(windows.stream().map(WeightedWindow::window), pooled.stream())
        .map(window -> new SharedForwards.Item(window, clipSkip))
        .toList();
  }

  @Override
  public FinishedText finish(List<EncodedText> answers) {
    Map<WeightedWindow, EncodedText> encoded = new HashMap<>();
    for (int i = 0; i < windows.size(); i++) {
      encoded.put(windows.get(i), answers.get(i));
    }
    FinishedText nothing = new FinishedText(empty.window().ids(), answers.getFirst());
    FinishedText joined =
        FinishedText.joined(
            blends.stream().map(blend -> finished(blend, encoded, nothing)).toList());
    return pooled.isPresent() ? joined.withPooledOf(answers.getLast()) : joined;
  }

  @Override
  public List<List<WeightedToken>> chunks() {
    return prompts().flatMap(prompt -> prompt.chunks().stream()).toList();
  }

  @Override
  public int chunkCount() {
    return blends.stream()
        .mapToInt(blend ->
            blend.prompts.stream()
                .mapToInt(each -> each.prompt.chunks().size())
                .max()
                .orElseThrow())
        .sum();
  }

  @Override
  public List<WeightedToken> tokens() {
    return chunks().stream().flatMap(List::stream).toList();
  }

  @Override
  public int tokenCount() {
    return tokens().size();
  }

  @Override
  public boolean hidesTokens() {
    return windows.stream().anyMatch(each -> each.window().hides());
  }

  private FinishedText finished(
      Blend blend, Map<WeightedWindow, EncodedText> answers, FinishedText nothing) {
    List<FinishedText> states = new ArrayList<>();
    for (Weighted each : blend.prompts) {
      states.add(each.prompt.finish(window -> answer(answers, window), nothing));
    }
    List<Double> weights = blend.prompts.stream().map(Weighted::weight).toList();
    FinishedText mixed =
        StateMix.sum(
            FinishedText.levelled(states, nothing),
            blend.normalized ? StateMix.shares(weights) : weights);
    return blend.weight == 1
        ? mixed
        : StateMix.sum(
            FinishedText.levelled(List.of(mixed, nothing), nothing),
            List.of(blend.weight, 1 - blend.weight));
  }

  private static EncodedText answer(
      Map<WeightedWindow, EncodedText> answers, WeightedWindow window) {
    EncodedText answer = answers.get(window);
    if (answer == null) {
      throw new IllegalStateException("a window of the conjunction was not encoded");
    }
    return answer;
  }

  private Stream<CompelPrompt> prompts() {
    return blends.stream().flatMap(blend -> blend.prompts.stream()).map(Weighted::prompt);
  }
}
