package io.latentmesh.orchestrator.prompt;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** Weighted parts as AUTOMATIC1111's language writes them: what was printed reads as it was. */
final class PromptPrinter {
  private static final Pattern BRACKET = Pattern.compile("[()\\[\\]\\\\]");
  private static final Pattern BLANK = Pattern.compile("\\s", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern BREAK =
      Pattern.compile("\\bBREAK\\b", Pattern.UNICODE_CHARACTER_CLASS);

  private PromptPrinter() {}

  /** The whole of a text that no step changes. */
  static String print(List<PromptPart> parts) {
    StringBuilder printed = new StringBuilder();
    for (PromptPart part : parts) {
      String next =
          switch (part) {
            case PromptPart.Fragment fragment -> print(fragment);
            case PromptPart.Break ignored -> " BREAK ";
          };
      // A break would swallow blanks of the text beside it.
      boolean guarded = isBlank(printed, printed.length() - 1) && isBlank(next, 0);
      printed.append(guarded ? "\\" : "").append(next);
    }
    return printed.toString();
  }

  private static boolean isBlank(CharSequence text, int index) {
    return index >= 0 && BLANK.matcher(text.subSequence(index, index + 1)).matches();
  }

  private static String print(PromptPart.Fragment fragment) {
    String text = BRACKET.matcher(fragment.text()).replaceAll("\\\\$0");
    // A backslash that escapes nothing says nothing, but the word is none any more.
    String words = BREAK.matcher(text).replaceAll("BR\\\\EAK");
    return fragment.weight() == 1 ? words : "(%s:%s)".formatted(words, plain(fragment.weight()));
  }

  /** The weight without an exponent, which the language does not have. */
  private static String plain(double weight) {
    return new BigDecimal(Double.toString(weight)).toPlainString();
  }
}
