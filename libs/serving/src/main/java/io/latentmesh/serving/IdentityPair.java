package io.latentmesh.serving;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A certificate and its key in settings, which go together. */
final class IdentityPair {
  private IdentityPair() {}

  /**
   * Adds a problem if there is one without the other.
   *
   * @param prefix of the settings, with its dot
   */
  static void check(
      String prefix, Optional<Path> certificate, Optional<Path> key, List<String> problems) {
    if (certificate.isPresent() != key.isPresent()) {
      problems.add(
          prefix
              + "tls: certificate and key must be set together, got only "
              + (key.isPresent() ? "key" : "certificate"));
    }
  }
}
