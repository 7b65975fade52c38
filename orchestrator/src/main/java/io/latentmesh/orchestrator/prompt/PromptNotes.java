package io.latentmesh.orchestrator.prompt;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What whoever wrote a prompt should know, each once. Confined to the thread that reads the prompt.
 */
final class PromptNotes {
  private final Set<String> notes = new LinkedHashSet<>();

  void add(PositionedText text, int index, String note) {
    notes.add("%s: at character %d: %s".formatted(text.field(), text.position(index), note));
  }

  List<String> all() {
    return List.copyOf(notes);
  }
}
