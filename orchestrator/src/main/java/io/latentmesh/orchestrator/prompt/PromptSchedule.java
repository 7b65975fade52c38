package io.latentmesh.orchestrator.prompt;

import java.util.List;

/**
 * A text that changes on the way.
 *
 * @param spans at least one, by rising end
 */
public record PromptSchedule(List<Span> spans) {
  public PromptSchedule {
    spans = List.copyOf(spans);
    if (spans.isEmpty()) {
      throw new IllegalArgumentException("a schedule needs at least one span");
    }
  }

  /**
   * One text for a while.
   *
   * @param end the last evaluation, counted from 0, at which it holds
   */
  public record Span(int end, PromptText text) {}

  /** One text at all evaluations. */
  static PromptSchedule constant(PromptText text) {
    return new PromptSchedule(List.of(new Span(Integer.MAX_VALUE, text)));
  }

  /** The texts, in order of time. */
  public List<PromptText> texts() {
    return spans.stream().map(Span::text).toList();
  }
}
