package io.latentmesh.orchestrator.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the part of AUTOMATIC1111's grammar that depends on the step. Weights and plain brackets
 * are left in the text.
 */
final class ScheduleParser {
  /*
   * Design note. The grammar (docs/prompts.md) is ambiguous only in what a bracket that fits no
   * form means: at the top level it is a character of the text, within brackets it makes the
   * brackets around it unfit. So a form is tried at each opening bracket, and whether it fits
   * depends on its place alone: every place is tried once, which keeps the time linear.
   *
   * A bar outside of brackets, or a lone backslash at the end, fits nowhere: then the whole prompt
   * is text.
   */
  private static final int MAX_DEPTH = 64;
  private static final Pattern WHEN =
      Pattern.compile(
          "\\s*+([-+]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?)\\s*+]",
          Pattern.UNICODE_CHARACTER_CLASS);

  private final PositionedText prompt;
  private final String text;
  private final Map<Integer, Optional<Form>> tried = new HashMap<>();
  private int depth;

  /** What an opening bracket begins, and the index behind it. */
  private record Form(List<ScheduleNode> nodes, int end) {}

  private ScheduleParser(PositionedText prompt) {
    this.prompt = prompt;
    this.text = prompt.text();
  }

  /**
   * The prompt's nodes.
   *
   * @param notes told when the prompt does not fit the grammar
   * @throws PromptException when brackets nest too deep
   */
  static List<ScheduleNode> parse(PositionedText prompt, PromptNotes notes) {
    return new ScheduleParser(prompt).topLevel(notes);
  }

  private List<ScheduleNode> topLevel(PromptNotes notes) {
    List<ScheduleNode> nodes = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      Form run = run(at);
      nodes.addAll(run.nodes);
      at = run.end;
      if (at == text.length()) {
        break;
      }
      char next = text.charAt(at);
      if (next == '|' || next == '\\') {
        notes.add(
            prompt,
            at,
            "'%s' fits nowhere here, so that nothing in the text depends on the step"
                .formatted(next));
        return List.of(new ScheduleNode.Literal(0, text.length()));
      }
      nodes.add(new ScheduleNode.Literal(at, ++at));
    }
    return nodes;
  }

  /** As much as fits from {@code at} on: words and bracketed forms. May be nothing. */
  private Form run(int at) {
    List<ScheduleNode> nodes = new ArrayList<>();
    while (at < text.length()) {
      int end = wordsEnd(at);
      if (end > at) {
        nodes.add(new ScheduleNode.Literal(at, end));
        at = end;
        continue;
      }
      Optional<Form> form = form(at);
      if (form.isEmpty()) {
        break;
      }
      nodes.addAll(form.get().nodes);
      at = form.get().end;
    }
    return new Form(nodes, at);
  }

  private int wordsEnd(int at) {
    while (at < text.length()) {
      char next = text.charAt(at);
      if (next == '\\') {
        // As in the original, where a dot of a regular expression does not match a line's end.
        if (at + 1 == text.length() || text.charAt(at + 1) == '\n') {
          return at;
        }
        at += Character.charCount(text.codePointAt(at + 1)) + 1;
      } else if ("[]():|".indexOf(next) >= 0) {
        return at;
      } else {
        at++;
      }
    }
    return at;
  }

  private Optional<Form> form(int at) {
    char bracket = text.charAt(at);
    if (bracket != '(' && bracket != '[') {
      return Optional.empty();
    }
    Optional<Form> known = tried.get(at);
    if (known != null) {
      return known;
    }
    if (++depth > MAX_DEPTH) {
      throw new PromptException(
          prompt, at, "brackets must nest at most %d deep".formatted(MAX_DEPTH));
    }
    Optional<Form> form = bracket == '(' ? round(at) : square(at);
    depth--;
    tried.put(at, form);
    return form;
  }

  /** {@code (a)} or {@code (a:b)}. */
  private Optional<Form> round(int at) {
    Form first = run(at + 1);
    if (is(')', first.end)) {
      return Optional.of(bracketed(at, first));
    }
    if (!is(':', first.end)) {
      return Optional.empty();
    }
    Form second = run(first.end + 1);
    if (!is(')', second.end)) {
      return Optional.empty();
    }
    List<ScheduleNode> nodes = new ArrayList<>(first.nodes);
    nodes.add(new ScheduleNode.Literal(first.end, first.end + 1));
    nodes.addAll(second.nodes);
    return Optional.of(bracketed(at, new Form(nodes, second.end)));
  }

  private Optional<Form> square(int at) {
    Form first = run(at + 1);
    if (is(']', first.end)) {
      return Optional.of(bracketed(at, first));
    }
    if (is('|', first.end)) {
      return alternation(first);
    }
    return is(':', first.end) ? switching(first) : Optional.empty();
  }

  private Optional<Form> alternation(Form first) {
    List<List<ScheduleNode>> options = new ArrayList<>();
    options.add(first.nodes);
    int at = first.end;
    while (is('|', at)) {
      Form option = run(at + 1);
      options.add(option.nodes);
      at = option.end;
    }
    return is(']', at)
        ? Optional.of(new Form(List.of(new ScheduleNode.Alternation(options)), at + 1))
        : Optional.empty();
  }

  /** {@code [after:when]} or {@code [before:after:when]}; {@code first} ends at a colon. */
  private Optional<Form> switching(Form first) {
    Optional<Form> alone = when(List.of(), first);
    if (alone.isPresent()) {
      return alone;
    }
    Form second = run(first.end + 1);
    return is(':', second.end) ? when(first.nodes, second) : Optional.empty();
  }

  private Optional<Form> when(List<ScheduleNode> before, Form after) {
    Matcher matcher = WHEN.matcher(text).region(after.end + 1, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    var node = new ScheduleNode.Switch(before, after.nodes, matcher.group(1));
    return Optional.of(new Form(List.of(node), matcher.end()));
  }

  /** The nodes between the bracket at {@code at} and the one at the content's end, with both. */
  private static Form bracketed(int at, Form content) {
    List<ScheduleNode> nodes = new ArrayList<>();
    nodes.add(new ScheduleNode.Literal(at, at + 1));
    nodes.addAll(content.nodes);
    nodes.add(new ScheduleNode.Literal(content.end, content.end + 1));
    return new Form(nodes, content.end + 1);
  }

  private boolean is(char expected, int at) {
    return at < text.length() && text.charAt(at) == expected;
  }
}
