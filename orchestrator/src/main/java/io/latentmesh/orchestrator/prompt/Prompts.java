package io.latentmesh.orchestrator.prompt;

import java.util.List;
import java.util.Optional;

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

  /** Whether the picture is composed, so that it needs the unconditional even without guidance. */
  public boolean composed() {
    return terms.size() > 1 || terms.getFirst().weight() != 1;
  }
}
