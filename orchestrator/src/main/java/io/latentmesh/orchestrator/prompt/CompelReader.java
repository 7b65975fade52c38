package io.latentmesh.orchestrator.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads compel's language: weighted words, {@code ("a", "b").blend(1, 2)} and {@code ("a",
 * "b").and()}. Confined to one thread; reads one field.
 */
final class CompelReader {
  private static final Pattern OPERATOR =
      Pattern.compile("\\s*+\\)\\s*+\\.(blend|and|add)\\s*+\\(([^()]*+)\\)\\s*+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+)");
  private static final double MAX_WEIGHT = 1000;

  private final PositionedText prompt;
  private final Downweight downweight;
  private final CompelWords words;

  private CompelReader(PositionedText prompt, Downweight downweight) {
    this.prompt = prompt;
    this.downweight = downweight;
    this.words = new CompelWords(prompt);
  }

  /**
   * The prompt as what is encoded.
   *
   * @throws PromptException where it cannot be read
   */
  static PromptText read(PositionedText prompt, Downweight downweight) {
    return new CompelReader(prompt, downweight).read();
  }

  private PromptText read() {
    Optional<PromptText> operation = operation();
    return operation.orElseGet(
        () -> conjunction(List.of(single(1, words.read(0, prompt.text().length())))));
  }

  private PromptText conjunction(List<PromptText.Blend> blends) {
    return new PromptText.Conjunction(blends, downweight, prompt.text());
  }

  /** Prompts in brackets with an operator behind; empty where the text has not this form. */
  private Optional<PromptText> operation() {
    String text = prompt.text();
    int at = CompelWords.blanksEnd(text, 0);
    if (at == text.length() || text.charAt(at) != '(') {
      return Optional.empty();
    }
    List<List<PromptPart.Fragment>> targets = new ArrayList<>();
    do {
      Optional<CompelWords.Group> target = words.target(CompelWords.blanksEnd(text, at + 1));
      if (target.isEmpty()) {
        return Optional.empty();
      }
      targets.add(CompelWords.fused(target.get().fragments()));
      at = CompelWords.blanksEnd(text, target.get().end());
    } while (at < text.length() && text.charAt(at) == ',');
    Matcher operator = OPERATOR.matcher(text).region(at, text.length());
    if (!operator.lookingAt()) {
      return Optional.empty();
    }
    if (operator.end() < text.length()) {
      throw new PromptException(prompt, operator.end(), "nothing may follow an operator");
    }
    return Optional.of(operation(targets, operator));
  }

  private PromptText operation(List<List<PromptPart.Fragment>> targets, Matcher operator) {
    boolean blend = operator.group(1).equals("blend");
    List<String> options = options(operator.group(2));
    boolean raw = blend && !options.isEmpty() && options.getLast().equals("no_normalize");
    List<Double> weights =
        weights(raw ? options.subList(0, options.size() - 1) : options, operator);
    if (!weights.isEmpty() && weights.size() != targets.size()) {
      throw new PromptException(
          prompt,
          operator.start(2),
          "there must be as many weights as prompts, %d, or none; there are %d"
              .formatted(targets.size(), weights.size()));
    }
    List<PromptText.Blend> singles = new ArrayList<>();
    List<PromptText.BlendedPrompt> blended = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      double weight = weights.isEmpty() ? 1 : weights.get(i);
      singles.add(single(weight, targets.get(i)));
      blended.add(new PromptText.BlendedPrompt(weight, targets.get(i)));
    }
    if (!blend) {
      return conjunction(singles);
    }
    if (!raw && blended.stream().mapToDouble(PromptText.BlendedPrompt::weight).sum() == 0) {
      throw new PromptException(
          prompt, operator.start(2), "weights that add up to 0 need no_normalize");
    }
    return conjunction(List.of(new PromptText.Blend(1, blended, !raw)));
  }

  private static PromptText.Blend single(double weight, List<PromptPart.Fragment> fragments) {
    return new PromptText.Blend(weight, List.of(new PromptText.BlendedPrompt(1, fragments)), false);
  }

  private static List<String> options(String list) {
    return list.isBlank()
        ? List.of()
        : Pattern.compile(",").splitAsStream(list).map(String::strip).toList();
  }

  private List<Double> weights(List<String> options, Matcher operator) {
    List<Double> weights = new ArrayList<>();
    for (String option : options) {
      if (!NUMBER.matcher(option).matches() || Math.abs(Double.parseDouble(option)) > MAX_WEIGHT) {
        throw new PromptException(
            prompt,
            operator.start(2),
            "a weight must be a number from -%.0f to %.0f, was '%s'"
                .formatted(MAX_WEIGHT, MAX_WEIGHT, option));
      }
      weights.add(Double.parseDouble(option));
    }
    return weights;
  }
}
