package io.latentmesh.orchestrator.prompt;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A prompt and its negative, read.
 *
 * @param terms at least one
 * @param negative empty when nothing was said, which is not the empty text for every model
 * @param notes what the reader should know, as sentences that begin with the field
 */
public record Prompts(
    PromptLanguage language,
    List<PromptTerm> terms,
    Optional<PromptSchedule> negative,
    List<String> notes) {
  public Prompts {
    terms = List.copyOf(terms);
    notes = List.copyOf(notes);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("a prompt has at least one term");
    }
  }

  /** The empty text in this language. */
  public PromptSchedule emptyText() {
    return PromptSchedule.constant(
        language.syntax() == PromptSyntax.PLAIN
            ? new PromptText.Plain("")
            : new PromptText.Weighted(List.of(), Emphasis.ORIGINAL));
  }

  /** How many conditionings a picture needs: one for each text that differs, on each side. */
  public int conditionings() {
    long wanted =
        terms.stream().flatMap(term -> term.schedule().texts().stream()).distinct().count();
    long unwanted = negative.stream().flatMap(text -> text.texts().stream()).distinct().count();
    return (int) (wanted + Math.max(1, unwanted));
  }

  /**
   * About how many chunks the longest text has, before it is in tokens; all are made of one length.
   *
   * @param size tokens of a chunk
   */
  public int chunks(int size) {
    return Stream.concat(terms.stream().map(PromptTerm::schedule), negative.stream())
        .flatMap(schedule -> schedule.texts().stream())
        .mapToInt(text -> TextLength.chunks(text, size))
        .max()
        .orElse(1);
  }

  /** Whether the picture is composed, so that it needs the unconditional even without guidance. */
  public boolean composed() {
    return terms.size() > 1 || terms.getFirst().weight() != 1;
  }
}
