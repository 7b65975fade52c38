package io.latentmesh.orchestrator.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a scheduled prompt says at each step. */
final class StepTexts {
  private final PositionedText prompt;
  private final int steps;

  /** One text up to a step, counted from 1. */
  record StepText(int end, PositionedText text) {}

  private StepTexts(PositionedText prompt, int steps) {
    this.prompt = prompt;
    this.steps = steps;
  }

  /**
   * The texts by rising end; the last one's is {@code steps}.
   *
   * @param steps at least 1
   */
  static List<StepText> of(PositionedText prompt, int steps, PromptNotes notes) {
    var texts = new StepTexts(prompt, steps);
    List<ScheduleNode> nodes = ScheduleParser.parse(prompt, notes);
    return texts.ends(nodes).stream().map(end -> new StepText(end, texts.at(end, nodes))).toList();
  }

  private SortedSet<Integer> ends(List<ScheduleNode> nodes) {
    SortedSet<Integer> ends = new TreeSet<>();
    ends.add(steps);
    collect(nodes, ends);
    return ends;
  }

  private void collect(List<ScheduleNode> nodes, SortedSet<Integer> ends) {
    for (ScheduleNode node : nodes) {
      switch (node) {
        case ScheduleNode.Literal ignored -> {}
        case ScheduleNode.Switch change -> {
          int last = change.lastStepBefore(steps);
          if (last >= 1) {
            ends.add(last);
          }
          collect(change.before(), ends);
          collect(change.after(), ends);
        }
        case ScheduleNode.Alternation alternation -> {
          for (int step = 1; step <= steps; step++) {
            ends.add(step);
          }
          alternation.options().forEach(option -> collect(option, ends));
        }
      }
    }
  }

  private PositionedText at(int step, List<ScheduleNode> nodes) {
    List<PositionedText> parts = new ArrayList<>();
    render(step, nodes, parts);
    return prompt.joined(parts);
  }

  private void render(int step, List<ScheduleNode> nodes, List<PositionedText> parts) {
    for (ScheduleNode node : nodes) {
      switch (node) {
        case ScheduleNode.Literal literal -> parts.add(prompt.part(literal.begin(), literal.end()));
        case ScheduleNode.Switch change ->
            render(
                step,
                step <= change.lastStepBefore(steps) ? change.before() : change.after(),
                parts);
        case ScheduleNode.Alternation alternation -> {
          List<List<ScheduleNode>> options = alternation.options();
          render(step, options.get((step - 1) % options.size()), parts);
        }
      }
    }
  }
}
