package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.stage.Conditioning;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/** Conditionings in the order in which they are first needed. Confined to one thread. */
final class ConditioningList {
  private final List<Conditioning> conditionings = new ArrayList<>();
  private final IdentityHashMap<Conditioning, Integer> indices = new IdentityHashMap<>();

  /**
   * Adds the texts of a schedule that are not there yet.
   *
   * @param input what the denoiser is given for a text
   */
  IndexSchedule add(EncodedTexts.Schedule schedule, UnaryOperator<Conditioning> input) {
    return new IndexSchedule(
        schedule.spans().stream()
            .map(span -> new IndexSchedule.Span(span.end(), index(span.text(), input)))
            .toList());
  }

  /** Texts that come from now on are new. */
  void forget() {
    indices.clear();
  }

  List<Conditioning> all() {
    return List.copyOf(conditionings);
  }

  private int index(Conditioning text, UnaryOperator<Conditioning> input) {
    Integer known = indices.get(text);
    if (known != null) {
      return known;
    }
    int index = conditionings.size();
    conditionings.add(input.apply(text));
    indices.put(text, index);
    return index;
  }
}
