package io.latentmesh.orchestrator.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a prompt in compel's language, with their weights. Confined to one thread. */
final class CompelWords {
  /*
   * Design note. What is bracketed or quoted must be well-formed to the end to be that: its words
   * hold none of the marks ( ) " , . + - = unless a backslash or, for + and -, a letter follows
   * them up. Where it is not well-formed, the run of characters up to the next blank is a word as
   * it stands, and reading goes on behind it. A word ends behind a comma in any case.
   */
  private static final double PLUS = 1.1;
  private static final double MINUS = 0.9;
  private static final double MAX_WEIGHT = 1000;
  private static final int MAX_DEPTH = 64;
  private static final String MARKS = "()\",.+-=";
  private static final Pattern OPERATOR =
      Pattern.compile("\\++|-+|[+-]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+)|[0-9]+");
  private static final Pattern SIGNS = Pattern.compile("\\++|-+");
  private static final Pattern ATTEND =
      Pattern.compile("\\s*+\\.attend\\(\\s*+(" + OPERATOR + ")\\s*+\\)");
  private static final Pattern CALL = Pattern.compile("\\.(?:swap|attend)\\(|(?:with|use)Lora\\(");
  private static final String REASON =
      "it is no part of a conditioning, and needs the denoiser's attention or its weights"
          + " (docs/prompts.md)";
  private static final Pattern ESCAPE = Pattern.compile("\\\\([()\"])");

  private final PositionedText prompt;
  private final String text;
  private int depth;

  /** Fragments, and the index behind them. */
  record Group(List<PromptPart.Fragment> fragments, int end) {}

  CompelWords(PositionedText prompt) {
    this.prompt = prompt;
    this.text = prompt.text();
  }

  /** All words from {@code begin} to {@code end}, neighbours of equal weight in one fragment. */
  List<PromptPart.Fragment> read(int begin, int end) {
    List<PromptPart.Fragment> fragments = new ArrayList<>();
    int at = blanksEnd(text, begin);
    while (at < end) {
      Group next = weighted(at, end).orElse(null);
      if (next == null) {
        next = freeWord(at, end);
      }
      fragments.addAll(next.fragments);
      at = blanksEnd(text, next.end);
    }
    return fused(fragments);
  }

  /** One prompt of an operator: quoted, in brackets, or a word; empty where there is none. */
  Optional<Group> target(int at) {
    if (at < text.length() && text.charAt(at) == '"') {
      int close = closingQuote(at, text.length());
      if (close < 0) {
        return Optional.empty();
      }
      List<PromptPart.Fragment> fragments =
          strict(at + 1, close)
              .filter(group -> group.end == close)
              .map(Group::fragments)
              .orElseGet(() -> read(at + 1, close));
      return Optional.of(new Group(fragments, close + 1));
    }
    if (at < text.length() && text.charAt(at) == '(') {
      return bracketed(at, text.length());
    }
    int end = wordEnd(at, text.length());
    return end == at ? Optional.empty() : Optional.of(word(at, end));
  }

  static int blanksEnd(String text, int at) {
    int end = at;
    while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Neighbours of equal weight in one fragment; empty ones left out. */
  static List<PromptPart.Fragment> fused(List<PromptPart.Fragment> fragments) {
    List<PromptPart.Fragment> fused = new ArrayList<>();
    for (PromptPart.Fragment next : fragments) {
      if (!fused.isEmpty() && fused.getLast().weight() == next.weight()) {
        PromptPart.Fragment last = fused.removeLast();
        fused.add(new PromptPart.Fragment(last.text() + " " + next.text(), last.weight()));
      } else {
        fused.add(next);
      }
    }
    return fused;
  }

  /** Something that may have a weight; empty where nothing is well-formed. */
  private Optional<Group> weighted(int at, int end) {
    char first = text.charAt(at);
    if (first == '(' || first == '"') {
      Optional<Group> group = first == '(' ? bracketed(at, end) : quoted(at, end);
      return group.map(inner -> operated(inner, OPERATOR, end));
    }
    int wordEnd = wordEnd(at, end);
    if (wordEnd == at) {
      return Optional.empty();
    }
    Group operated = operated(word(at, wordEnd), SIGNS, end);
    return operated.end > wordEnd ? Optional.of(operated) : Optional.empty();
  }

  private Group operated(Group group, Pattern operators, int end) {
    Matcher attend = ATTEND.matcher(text).region(group.end, end);
    if (attend.lookingAt()) {
      return new Group(times(group, weight(attend.group(1), attend.start(1))), attend.end());
    }
    refuseCall(group.end, end);
    Matcher operator = operators.matcher(text).region(group.end, end);
    return operator.lookingAt()
        ? new Group(times(group, weight(operator.group(), operator.start())), operator.end())
        : group;
  }

  private double weight(String written, int at) {
    boolean number = written.chars().anyMatch(Character::isDigit);
    double base = written.startsWith("+") ? PLUS : MINUS;
    double weight = number ? Double.parseDouble(written) : Math.pow(base, written.length());
    if (Math.abs(weight) > MAX_WEIGHT) {
      throw new PromptException(
          prompt,
          at,
          "a weight must be from -%.0f to %.0f, was %s".formatted(MAX_WEIGHT, MAX_WEIGHT, weight));
    }
    return weight;
  }

  private List<PromptPart.Fragment> times(Group group, double factor) {
    List<PromptPart.Fragment> fragments = new ArrayList<>();
    for (PromptPart.Fragment fragment : group.fragments) {
      double weight = fragment.weight() * factor;
      if (Math.abs(weight) > MAX_WEIGHT) {
        throw new PromptException(
            prompt,
            group.end,
            "nested weights must multiply to at most %.0f".formatted(MAX_WEIGHT));
      }
      fragments.add(new PromptPart.Fragment(fragment.text(), weight));
    }
    return fragments;
  }

  private void refuseCall(int at, int end) {
    Matcher call = CALL.matcher(text).region(at, end);
    if (call.lookingAt()) {
      throw new PromptException(prompt, at, call.group() + "...) is not supported: " + REASON);
    }
  }

  private Optional<Group> bracketed(int at, int end) {
    if (++depth > MAX_DEPTH) {
      throw new PromptException(
          prompt, at, "brackets must nest at most %d deep".formatted(MAX_DEPTH));
    }
    Optional<Group> inner = strict(at + 1, end);
    depth--;
    return inner
        .filter(group -> group.end < end && text.charAt(group.end) == ')')
        .map(group -> new Group(group.fragments, group.end + 1));
  }

  private Optional<Group> quoted(int at, int end) {
    int close = closingQuote(at, end);
    return close < 0
        ? Optional.empty()
        : strict(at + 1, close)
            .filter(group -> group.end == close)
            .map(group -> new Group(group.fragments, close + 1));
  }

  /** Well-formed words as far as they go; empty where a bracket or a quote is not closed. */
  private Optional<Group> strict(int begin, int end) {
    List<PromptPart.Fragment> fragments = new ArrayList<>();
    int at = blanksEnd(text, begin);
    while (at < end && text.charAt(at) != ')') {
      Optional<Group> next = strictPart(at, end);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      fragments.addAll(next.get().fragments);
      at = blanksEnd(text, next.get().end);
    }
    return Optional.of(new Group(fragments, at));
  }

  private Optional<Group> strictPart(int at, int end) {
    char first = text.charAt(at);
    if (first == ',' || first == '.') {
      return Optional.of(word(at, at + 1));
    }
    if (first == '(' || first == '"') {
      return weighted(at, end);
    }
    int wordEnd = wordEnd(at, end);
    return wordEnd == at ? Optional.empty() : Optional.of(operated(word(at, wordEnd), SIGNS, end));
  }

  /** Where a word without marks ends. */
  private int wordEnd(int begin, int end) {
    refuseCall(begin, end);
    int at = begin;
    while (at < end) {
      char next = text.charAt(at);
      boolean escaped = next == '\\' && at + 1 < end && MARKS.indexOf(text.charAt(at + 1)) >= 0;
      boolean sign = (next == '+' || next == '-') && at + 1 < end && isPlain(text.charAt(at + 1));
      if (escaped) {
        at += 2;
      } else if (sign || isPlain(next)) {
        at++;
      } else {
        break;
      }
    }
    return at;
  }

  private static boolean isPlain(char next) {
    return !Character.isWhitespace(next) && MARKS.indexOf(next) < 0;
  }

  /** Everything up to a blank or behind a comma. */
  private Group freeWord(int begin, int end) {
    int at = begin;
    while (at < end && !Character.isWhitespace(text.charAt(at))) {
      if (text.charAt(at++) == ',') {
        break;
      }
    }
    return word(begin, at);
  }

  private Group word(int begin, int end) {
    String written = ESCAPE.matcher(text.substring(begin, end)).replaceAll("$1");
    return new Group(List.of(new PromptPart.Fragment(written, 1)), end);
  }

  private int closingQuote(int at, int end) {
    for (int i = at + 1; i < end; i++) {
      if (text.charAt(i) == '"' && text.charAt(i - 1) != '\\') {
        return i;
      }
    }
    return -1;
  }
}
