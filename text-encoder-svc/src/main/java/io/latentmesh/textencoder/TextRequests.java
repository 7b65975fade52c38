package io.latentmesh.textencoder;

import com.google.protobuf.ByteString;
import io.latentmesh.serving.Violations;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.TextInput;
import io.latentmesh.v1.TextPart;
import io.latentmesh.v1.TokenizeRequest;
import io.latentmesh.v1.WeightedText;

/** Checks requests and reports all that is wrong with one at once. */
final class TextRequests {
  private static final int MAX_INPUTS = 64;
  static final int MAX_TEXT_BYTES = 65_536;
  static final int MAX_PARTS = 4_096;
  private static final double MAX_WEIGHT = 1000;

  private TextRequests() {}

  /**
   * Checks an Encode.
   *
   * @param layers of the network
   * @throws io.latentmesh.serving.ServiceException INVALID_ARGUMENT with every violation
   */
  static void check(EncodeRequest request, int layers) {
    Violations violations = new Violations();
    int count = request.getInputsCount();
    violations.check(
        count >= 1 && count <= MAX_INPUTS,
        "inputs",
        "must have from 1 to %d entries, has %d".formatted(MAX_INPUTS, count));
    for (int i = 0; i < Math.min(count, MAX_INPUTS); i++) {
      checkInput(request.getInputs(i), "inputs[" + i + "].", violations);
      int clipSkip = request.getInputs(i).getClipSkip();
      violations.check(
          clipSkip >= 0 && clipSkip < layers,
          "inputs[" + i + "].clip_skip",
          "must be from 0 to %d, was %d".formatted(layers - 1, clipSkip));
    }
    violations.throwIfAny();
  }

  /**
   * Checks a Tokenize.
   *
   * @throws io.latentmesh.serving.ServiceException INVALID_ARGUMENT
   */
  static void check(TokenizeRequest request) {
    Violations violations = new Violations();
    checkText(request.getTextBytes(), "text", violations);
    if (request.hasWeighted()) {
      checkAlone(request.getTextBytes(), "weighted", violations);
      checkWeighted(request.getWeighted(), "weighted", violations);
    }
    if (request.hasConjunction()) {
      checkAlone(request.getTextBytes(), "conjunction", violations);
      ConjunctionRules.check(request.getConjunction(), "conjunction", violations);
    }
    violations.throwIfAny();
  }

  private static void checkInput(TextInput input, String path, Violations violations) {
    checkText(input.getTextBytes(), path + "text", violations);
    if (input.hasWeighted()) {
      checkAlone(input.getTextBytes(), path + "weighted", violations);
      checkWeighted(input.getWeighted(), path + "weighted", violations);
    }
    if (input.hasConjunction()) {
      checkAlone(input.getTextBytes(), path + "conjunction", violations);
      violations.check(
          !input.hasWeighted(), path + "conjunction", "excludes weighted, which is there, too");
      ConjunctionRules.check(input.getConjunction(), path + "conjunction", violations);
    }
  }

  private static void checkAlone(ByteString text, String field, Violations violations) {
    violations.check(
        text.isEmpty(), field, "excludes text, which has %d bytes".formatted(text.size()));
  }

  private static void checkWeighted(WeightedText text, String field, Violations violations) {
    int parts = text.getPartsCount();
    violations.check(
        parts <= MAX_PARTS,
        field + ".parts",
        "must have at most %d entries, has %d".formatted(MAX_PARTS, parts));
    int bytes =
        text.getPartsList().stream()
            .mapToInt(part -> part.getFragment().getTextBytes().size())
            .sum();
    violations.check(
        bytes <= MAX_TEXT_BYTES,
        field + ".parts",
        "must have at most %d bytes of text, have %d".formatted(MAX_TEXT_BYTES, bytes));
    for (int i = 0; i < Math.min(parts, MAX_PARTS); i++) {
      checkPart(text.getParts(i), "%s.parts[%d]".formatted(field, i), violations);
    }
  }

  private static void checkPart(TextPart part, String field, Violations violations) {
    switch (part.getPartCase()) {
      case FRAGMENT -> checkWeight(part.getFragment().getWeight(), field + ".fragment", violations);
      case CHUNK_BREAK -> {}
      case PART_NOT_SET -> violations.add(field, "must say fragment or chunk_break, says neither");
    }
  }

  static void checkWeight(double weight, String path, Violations violations) {
    violations.check(
        Math.abs(weight) <= MAX_WEIGHT,
        path + ".weight",
        "must be from -%.0f to %.0f, was %s".formatted(MAX_WEIGHT, MAX_WEIGHT, weight));
  }

  private static void checkText(ByteString text, String field, Violations violations) {
    violations.check(
        text.size() <= MAX_TEXT_BYTES,
        field,
        "must have at most %d bytes, has %d".formatted(MAX_TEXT_BYTES, text.size()));
  }
}
