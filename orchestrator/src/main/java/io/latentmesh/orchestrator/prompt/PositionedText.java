package io.latentmesh.orchestrator.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that knows, of each character, where in a field of the request it was written: parts of a
 * prompt are left out, moved and joined before they are read to the end, and errors name the
 * original place. Immutable.
 */
final class PositionedText {
  private final Origin origin;
  private final String text;
  private final int[] indices; // in the origin's text, of each character

  /** The field and all that it says. */
  private record Origin(String field, String text) {}

  private PositionedText(Origin origin, String text, int[] indices) {
    this.origin = origin;
    this.text = text;
    this.indices = indices;
  }

  /** The whole text of a field. */
  static PositionedText of(String field, String text) {
    int[] indices = new int[text.length()];
    Arrays.setAll(indices, i -> i);
    return new PositionedText(new Origin(field, text), text, indices);
  }

  String field() {
    return origin.field;
  }

  String text() {
    return text;
  }

  boolean isBlank() {
    return text.isBlank();
  }

  /**
   * Code points of the field before the character at {@code index}, which may be the text's length.
   */
  int position(int index) {
    int original = 0;
    if (index < indices.length) {
      original = indices[index];
    } else if (indices.length > 0) {
      original = indices[indices.length - 1] + 1;
    }
    return origin.text.codePointCount(0, original);
  }

  PositionedText part(int begin, int end) {
    return new PositionedText(
        origin, text.substring(begin, end), Arrays.copyOfRange(indices, begin, end));
  }

  /** {@code parts} of this text, one behind the other; may be none. */
  PositionedText joined(List<PositionedText> parts) {
    StringBuilder joined = new StringBuilder();
    parts.forEach(part -> joined.append(part.text));
    int[] all = new int[joined.length()];
    int offset = 0;
    for (PositionedText part : parts) {
      System.arraycopy(part.indices, 0, all, offset, part.indices.length);
      offset += part.indices.length;
    }
    return new PositionedText(origin, joined.toString(), all);
  }

  /** What lies between the matches of {@code separator}: one part more than there are matches. */
  List<PositionedText> split(Pattern separator) {
    List<PositionedText> parts = new ArrayList<>();
    Matcher matcher = separator.matcher(text);
    int begin = 0;
    while (matcher.find()) {
      parts.add(part(begin, matcher.start()));
      begin = matcher.end();
    }
    parts.add(part(begin, text.length()));
    return parts;
  }
}
