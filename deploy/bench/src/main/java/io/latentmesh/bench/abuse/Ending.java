package io.latentmesh.bench.abuse;

import io.grpc.Status.Code;
import java.util.Optional;

/**
 * How a bad call ended.
 *
 * @param code of gRPC; empty when the call ended without one
 * @param how for people: the code's name, or what became of the stream or the connection
 * @param told whether the product itself said why, by {@code ErrorInfo}
 * @param text the status' message, shortened
 */
record Ending(Optional<Code> code, String how, boolean told, String text) {
  private static final int LONGEST_TEXT = 200;

  Ending {
    text = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }

  static Ending of(Code code, boolean told, String text) {
    return new Ending(Optional.of(code), code.name(), told, text);
  }

  /** An end without a status, or none that was waited for. */
  static Ending without(String how) {
    return new Ending(Optional.empty(), how, false, "");
  }
}
