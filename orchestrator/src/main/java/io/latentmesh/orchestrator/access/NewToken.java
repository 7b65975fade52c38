package io.latentmesh.orchestrator.access;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A token that nobody has yet.
 *
 * @param text what its owner presents; to be shown once and kept nowhere
 * @param line what the file of tokens says of it
 */
public record NewToken(String text, String line) {
  /** By which people and secret scanners know what leaked. */
  private static final String PREFIX = "lmesh_";

  private static final int BYTES = 32;

  /**
   * Draws a token.
   *
   * @param fields what it allows, as the file writes it after the hash, for example {@code
   *     name=render tenant=acme}
   * @throws IllegalArgumentException if the file would not be read with them
   */
  public static NewToken draw(SecureRandom random, String fields) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    String line = TokenLine.SHA256 + "=" + TokenHash.of(text).hex() + " " + fields;
    TokenLine.parse(line);
    return new NewToken(text, line);
  }
}
