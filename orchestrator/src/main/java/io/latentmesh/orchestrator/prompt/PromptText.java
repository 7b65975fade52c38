package io.latentmesh.orchestrator.prompt;

import java.util.List;
import java.util.stream.Collectors;

/** A text as it is encoded, without anything that depends on the step. */
public sealed interface PromptText {

  /** About how many characters it holds in memory. */
  int characters();

  /** The text as its language writes it; a conjunction's words alone. */
  default String written() {
    return switch (this) {
      case Plain plain -> plain.text();
      case Weighted weighted -> PromptPrinter.print(weighted.parts());
      case Conjunction conjunction ->
          conjunction.blends().stream()
              .flatMap(blend -> blend.prompts().stream())
              .map(prompt -> PromptPrinter.print(List.copyOf(prompt.fragments())))
              .collect(Collectors.joining(" | "));
    };
  }

  /** A text without grammar, which is cut off where the encoder's context ends. */
  record Plain(String text) implements PromptText {
    @Override
    public int characters() {
      return text.length();
    }
  }

  /** Weighted words, in as many chunks as they need; no part is the empty text. */
  record Weighted(List<PromptPart> parts, Emphasis emphasis) implements PromptText {
    public Weighted {
      parts = List.copyOf(parts);
    }

    @Override
    public int characters() {
      return PromptText.characters(parts);
    }
  }

  /**
   * compel's conjunction: the encoded blends stand one behind the other.
   *
   * @param blends at least one
   * @param source the prompt with its marks, which the pooled text is made of; empty where the
   *     first prompt's is as good
   */
  record Conjunction(List<Blend> blends, Downweight downweight, String source)
      implements PromptText {
    public Conjunction {
      blends = List.copyOf(blends);
    }

    /** The same for a model that takes no pooled text. */
    public Conjunction withoutSource() {
      return new Conjunction(blends, downweight, "");
    }

    @Override
    public int characters() {
      return blends.stream()
              .flatMap(blend -> blend.prompts().stream())
              .mapToInt(prompt -> PromptText.characters(prompt.fragments()))
              .sum()
          + source.length();
    }
  }

  /**
   * Encoded prompts, mixed.
   *
   * @param weight of the whole within its conjunction
   * @param prompts at least one
   * @param normalized whether the weights are divided by their sum
   */
  record Blend(double weight, List<BlendedPrompt> prompts, boolean normalized) {
    public Blend {
      prompts = List.copyOf(prompts);
    }
  }

  /**
   * One prompt of a blend.
   *
   * @param fragments none is the empty text
   */
  record BlendedPrompt(double weight, List<PromptPart.Fragment> fragments) {
    public BlendedPrompt {
      fragments = List.copyOf(fragments);
    }
  }

  private static int characters(List<? extends PromptPart> parts) {
    return parts.stream()
        .mapToInt(part ->
            switch (part) {
              case PromptPart.Fragment fragment -> fragment.text().length();
              case PromptPart.Break ignored -> 0;
            })
        .sum();
  }
}
