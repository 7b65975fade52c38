package io.latentmesh.orchestrator.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a token. Tokens are 256 random bits, so there is nothing that guessing could shorten,
 * and a slow hash would only slow the server.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
record TokenHash(String hex) {
  private static final int DIGITS = 64;

  TokenHash {
    if (hex.length() != DIGITS || !hex.matches("[0-9a-f]+")) {
      throw new IllegalArgumentException("must be 64 lower-case hexadecimal digits");
    }
  }

  static TokenHash of(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new TokenHash(HexFormat.of().formatHex(digest.digest(token.getBytes(UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether both are the same, in a time that does not tell where they differ. */
  boolean matches(TokenHash other) {
    return MessageDigest.isEqual(hex.getBytes(UTF_8), other.hex.getBytes(UTF_8));
  }
}
