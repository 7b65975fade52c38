package io.latentmesh.orchestrator.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads weights: {@code (x)} is worth 1.1, {@code [x]} 1 / 1.1, {@code (x:w)} w, nested ones their
 * product; a backslash makes a bracket a character; {@code BREAK} ends a chunk; a bracket that is
 * not closed holds to the end.
 */
final class AttentionParser {
  private static final double STEP = 1.1;
  private static final double MAX_WEIGHT = 1000;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\\\[()\\[\\]\\\\]?|[()\\[\\]]|:\\s*+([+-]?[.0-9]+)\\s*+\\)|[^\\\\()\\[\\]:]+|:",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern BREAK =
      Pattern.compile("\\s*+\\bBREAK\\b\\s*+", Pattern.UNICODE_CHARACTER_CLASS);

  private final PositionedText prompt;
  private final PromptNotes notes;
  private final List<Item> items = new ArrayList<>();
  private final Deque<Open> round = new ArrayDeque<>();
  private final Deque<Open> square = new ArrayDeque<>();

  /** A bracket in the text, and the first item within it. */
  private record Open(int at, int item) {}

  /** A piece whose weight is not final until the text has ended. A break's text is empty. */
  private record Item(String text, double weight, boolean chunkEnds) {
    Item times(double factor) {
      return chunkEnds ? this : new Item(text, weight * factor, false);
    }
  }

  private AttentionParser(PositionedText prompt, PromptNotes notes) {
    this.prompt = prompt;
    this.notes = notes;
  }

  /**
   * The parts, neighbours of equal weight in one; none is empty.
   *
   * @param notes told of brackets that are not closed
   * @throws PromptException when a weight is not a number, or too large
   */
  static List<PromptPart> parse(PositionedText prompt, PromptNotes notes) {
    return new AttentionParser(prompt, notes).parts();
  }

  private List<PromptPart> parts() {
    Matcher token = TOKEN.matcher(prompt.text());
    while (token.find()) {
      read(token);
    }
    unclosed(round, '(', STEP);
    unclosed(square, '[', 1 / STEP);
    return merged();
  }

  private void read(Matcher token) {
    String text = token.group();
    if (text.startsWith("\\")) {
      items.add(new Item(text.substring(1), 1, false));
    } else if (text.equals("(")) {
      round.push(new Open(token.start(), items.size()));
    } else if (text.equals("[")) {
      square.push(new Open(token.start(), items.size()));
    } else if (token.group(1) != null && !round.isEmpty()) {
      multiply(round.pop(), weight(token));
    } else if (text.equals(")") && !round.isEmpty()) {
      multiply(round.pop(), STEP);
    } else if (text.equals("]") && !square.isEmpty()) {
      multiply(square.pop(), 1 / STEP);
    } else {
      addWords(text);
    }
  }

  private double weight(Matcher token) {
    String written = token.group(1);
    try {
      double weight = Double.parseDouble(written);
      if (Math.abs(weight) <= MAX_WEIGHT) {
        return weight;
      }
    } catch (NumberFormatException malformed) {
      throw new PromptException(
          prompt,
          token.start(1),
          "a weight must be a number such as 1.3, was '%s'".formatted(written));
    }
    throw new PromptException(
        prompt,
        token.start(1),
        "a weight must be from -%.0f to %.0f, was %s".formatted(MAX_WEIGHT, MAX_WEIGHT, written));
  }

  private void addWords(String text) {
    Matcher chunkEnd = BREAK.matcher(text);
    int begin = 0;
    while (chunkEnd.find()) {
      items.add(new Item(text.substring(begin, chunkEnd.start()), 1, false));
      items.add(new Item("", 1, true));
      begin = chunkEnd.end();
    }
    items.add(new Item(text.substring(begin), 1, false));
  }

  private void unclosed(Deque<Open> brackets, char bracket, double factor) {
    for (Open open : brackets) {
      multiply(open, factor);
      notes.add(
          prompt, open.at, "'%s' is not closed: its weight holds to the end".formatted(bracket));
    }
  }

  private void multiply(Open open, double factor) {
    for (int i = open.item; i < items.size(); i++) {
      items.set(i, items.get(i).times(factor));
    }
  }

  private List<PromptPart> merged() {
    List<PromptPart> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    double weight = 1;
    for (Item item : items) {
      if (item.chunkEnds || (item.weight != weight && !item.text.isEmpty())) {
        addFragment(parts, text, weight);
        weight = item.weight;
      }
      if (item.chunkEnds) {
        parts.add(new PromptPart.Break());
      }
      text.append(item.text);
    }
    addFragment(parts, text, weight);
    return parts;
  }

  private void addFragment(List<PromptPart> parts, StringBuilder text, double weight) {
    if (text.isEmpty()) {
      return;
    }
    if (Math.abs(weight) > MAX_WEIGHT) {
      throw new PromptException(
          prompt,
          0,
          "the weights of nested brackets must multiply to at most %.0f, are %s at '%s'"
              .formatted(MAX_WEIGHT, weight, text.substring(0, Math.min(20, text.length()))));
    }
    parts.add(new PromptPart.Fragment(text.toString(), weight));
    text.setLength(0);
  }
}
