package io.latentmesh.serving.tls;

import io.latentmesh.serving.settings.Interval;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How a peer's identity is checked, and one's own is shown; TLS is on when there is a CA. */
public interface PeerTlsSettings {
  /** PEM file: who may sign the peer's certificate. */
  Optional<Path> ca();

  /** PEM file: the certificate that the peer is shown, if it asks; needs {@link #key}. */
  Optional<Path> certificate();

  /** PEM file: the certificate's private key, PKCS #8, not encrypted. */
  Optional<Path> key();

  /** Name that the peer's certificate must have; absent = the target's host. */
  Optional<String> serverName();

  /** How often the files are looked at. */
  @WithDefault("10s")
  @WithConverter(Interval.class)
  Duration reloadEvery();
}
