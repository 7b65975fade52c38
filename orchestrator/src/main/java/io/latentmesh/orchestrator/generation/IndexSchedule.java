package io.latentmesh.orchestrator.generation;

import java.util.List;

/**
 * Which conditioning holds when.
 *
 * @param spans at least one, by rising end
 */
record IndexSchedule(List<Span> spans) {
  IndexSchedule {
    spans = List.copyOf(spans);
  }

  /** An index of the conditionings, up to an evaluation, counted from 0, that one included. */
  record Span(int end, int index) {}

  /** Whether another conditioning may hold there than at the evaluation before. */
  boolean changesAt(int evaluation) {
    for (Span span : spans) {
      if (span.end == evaluation - 1) {
        return true;
      }
    }
    return false;
  }

  int at(int evaluation) {
    return spans.stream()
        .filter(span -> evaluation <= span.end)
        .findFirst()
        .orElseGet(spans::getLast)
        .index;
  }
}
