package io.latentmesh.orchestrator.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads AUTOMATIC1111's language: extra networks are taken out, {@code --neg} splits off the
 * negative, {@code AND} the terms; then what depends on the step is resolved; then weights are
 * read. Confined to one thread; reads one request.
 */
final class A1111Reader {
  private static final Pattern EXTRA_NETWORK =
      Pattern.compile("<\\w+:[^>]+>", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern NEGATIVE =
      Pattern.compile("(?<!\\S)--neg(?!\\S)", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern AND = Pattern.compile("\\bAND\\b", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern TERM_WEIGHT =
      Pattern.compile(
          "\\s*+([-+]?(?:[0-9]+\\.?|[0-9]*\\.[0-9]+))\\s*+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final double MAX_TERM_WEIGHT = 100;

  private final PromptLanguage language;
  private final int steps;
  private final PromptNotes notes = new PromptNotes();

  /**
   * @param steps that switches count by, at least 1
   */
  A1111Reader(PromptLanguage language, int steps) {
    this.language = language;
    this.steps = steps;
  }

  Prompts read(PromptSource source) {
    List<PositionedText> sides = withoutExtraNetworks(source.positionedPrompt()).split(NEGATIVE);
    List<PromptTerm> terms =
        terms(sides.getFirst()).stream()
            .map(term -> new PromptTerm(term.weight, schedule(term.text)))
            .toList();
    Optional<PromptSchedule> negative = negative(sides, source.positionedNegative());
    return new Prompts(language, terms, negative, notes.all());
  }

  private PositionedText withoutExtraNetworks(PositionedText text) {
    Matcher matcher = EXTRA_NETWORK.matcher(text.text());
    while (matcher.find()) {
      notes.add(text, matcher.start(), matcher.group() + " is left out: it names no words");
    }
    return text.joined(text.split(EXTRA_NETWORK));
  }

  /** An empty text is none, as in the original. */
  private Optional<PromptSchedule> negative(List<PositionedText> sides, PositionedText own) {
    PositionedText written = sides.getFirst();
    List<PositionedText> behind = sides.subList(1, sides.size());
    PositionedText split = written.joined(behind);
    if (!behind.isEmpty() && !own.isBlank()) {
      throw new PromptException(
          written, written.text().length(), "--neg and negative_prompt exclude each other");
    }
    PositionedText negative = own.isBlank() ? split : withoutExtraNetworks(own);
    return negative.isBlank() ? Optional.empty() : Optional.of(schedule(negative));
  }

  /** One of the texts that {@code AND} joins. */
  record Term(PositionedText text, double weight) {}

  static List<Term> terms(PositionedText written) {
    return written.split(AND).stream().map(A1111Reader::term).toList();
  }

  /** A text with {@code :weight} at its end, or without. */
  private static Term term(PositionedText written) {
    String stripped = written.text().stripTrailing();
    int colon = stripped.lastIndexOf(':');
    Matcher weight = TERM_WEIGHT.matcher(stripped.substring(colon + 1));
    if (colon < 0 || !weight.matches()) {
      return new Term(written.part(0, stripped.length()), 1);
    }
    double value = Double.parseDouble(weight.group(1));
    if (Math.abs(value) > MAX_TERM_WEIGHT) {
      throw new PromptException(
          written,
          colon + 1,
          "the weight of a prompt must be from -%.0f to %.0f, was %s"
              .formatted(MAX_TERM_WEIGHT, MAX_TERM_WEIGHT, value));
    }
    int end = stripped.substring(0, colon).stripTrailing().length();
    return new Term(written.part(0, end), value);
  }

  private PromptSchedule schedule(PositionedText written) {
    List<PromptSchedule.Span> spans = new ArrayList<>();
    for (StepTexts.StepText step : StepTexts.of(written, steps, notes)) {
      PromptText text = weighted(step.text());
      if (!spans.isEmpty() && spans.getLast().text().equals(text)) {
        spans.removeLast();
      }
      // Ends count steps from 1, evaluations are looked up from 0, in the original as here.
      spans.add(new PromptSchedule.Span(step.end(), text));
    }
    return new PromptSchedule(spans);
  }

  private PromptText weighted(PositionedText text) {
    Emphasis emphasis = language.emphasis();
    return new PromptText.Weighted(
        emphasis == Emphasis.NONE ? literal(text.text()) : AttentionParser.parse(text, notes),
        emphasis);
  }

  private static List<PromptPart> literal(String text) {
    return text.isEmpty() ? List.of() : List.of(new PromptPart.Fragment(text, 1));
  }
}
