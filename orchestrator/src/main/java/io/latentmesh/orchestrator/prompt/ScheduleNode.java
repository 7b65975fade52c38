package io.latentmesh.orchestrator.prompt;

import java.util.List;

/** A piece of a prompt whose text may depend on the step. */
sealed interface ScheduleNode {

  /** Characters from {@code begin} to before {@code end}, whatever the step. */
  record Literal(int begin, int end) implements ScheduleNode {}

  /**
   * {@code [before:after:when]}.
   *
   * @param when a number as it was written: with a point, a fraction of the steps; without, a step
   */
  record Switch(List<ScheduleNode> before, List<ScheduleNode> after, String when)
      implements ScheduleNode {
    public Switch {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    /** The last step, counted from 1, before the change; 0 or less means from the start. */
    int lastStepBefore(int steps) {
      double value = Double.parseDouble(when);
      return (int) Math.min(steps, when.contains(".") ? value * steps : value);
    }
  }

  /** {@code [a|b|c]}: another one at each step. */
  record Alternation(List<List<ScheduleNode>> options) implements ScheduleNode {
    public Alternation {
      options = options.stream().map(List::copyOf).toList();
    }
  }
}
