package io.latentmesh.orchestrator.edge;

/** Text of clients, made fit for logs and error messages. */
final class GrpcText {
  private static final int MOST_CHARACTERS = 128;

  private GrpcText() {}

  /** The text in printable ASCII, without spaces, cut to a sane length. */
  static String plain(String text) {
    String start = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    return start.replaceAll("[^\\x21-\\x7e]", "?");
  }
}
