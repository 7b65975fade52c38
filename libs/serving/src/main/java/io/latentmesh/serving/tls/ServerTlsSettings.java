package io.latentmesh.serving.tls;

import io.latentmesh.serving.settings.Interval;
import io.latentmesh.serving.settings.Switch;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a server shows who it is, and whom it lets in; TLS is on when there is a certificate. */
public interface ServerTlsSettings {
  /** PEM file: the server's certificate, then those that signed it, if they are no roots. */
  Optional<Path> certificate();

  /** PEM file: the certificate's private key, PKCS #8, not encrypted. */
  Optional<Path> key();

  /** PEM file: who may sign clients' certificates; absent = clients are not asked for one. */
  Optional<Path> clientCa();

  /** Whether a client without a certificate is turned away, where {@link #clientCa} is set. */
  @WithDefault("true")
  @WithConverter(Switch.class)
  boolean clientAuthRequired();

  /**
   * Who may call: DNS names or URIs (SPIFFE) of the client certificate's subject alternative names;
   * absent = everyone whose certificate is good.
   */
  Optional<List<String>> allowedIdentities();

  /** How often the files are looked at. */
  @WithDefault("10s")
  @WithConverter(Interval.class)
  Duration reloadEvery();
}
