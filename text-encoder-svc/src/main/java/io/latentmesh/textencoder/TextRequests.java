package io.latentmesh.textencoder;

import com.google.protobuf.ByteString;
import io.latentmesh.serving.Violations;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.TokenizeRequest;

/** Checks requests and reports all that is wrong with one at once. */
final class TextRequests {
  private static final int MAX_INPUTS = 64;
  private static final int MAX_TEXT_BYTES = 65_536;

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
      checkText(request.getInputs(i).getTextBytes(), "inputs[" + i + "].text", violations);
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
    violations.throwIfAny();
  }

  private static void checkText(ByteString text, String field, Violations violations) {
    violations.check(
        text.size() <= MAX_TEXT_BYTES,
        field,
        "must have at most %d bytes, has %d".formatted(MAX_TEXT_BYTES, text.size()));
  }
}
