package io.latentmesh.orchestrator.jobs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The seed of a request that names none but has an id: the first 32 bits of SHA-256 over tenant,
 * line feed and request id, in UTF-8. So a repeat draws the same picture whichever orchestrator it
 * reaches, and whether or not that one knows the first attempt.
 */
public final class RequestSeed {
  private RequestSeed() {}

  /** From 0 to 2^32 - 1. */
  public static long of(RequestKey key) {
    String text = key.tenant() + "\n" + key.requestId();
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
