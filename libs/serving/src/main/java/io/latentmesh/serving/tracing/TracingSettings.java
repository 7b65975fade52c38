package io.latentmesh.serving.tracing;

import io.latentmesh.serving.settings.PositiveInt;
import io.latentmesh.serving.settings.Share;
import io.latentmesh.serving.settings.Switch;
import io.latentmesh.serving.tls.PeerTlsSettings;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Where traces go; without an endpoint there are none. */
public interface TracingSettings {
  /**
   * A collector that speaks OTLP over gRPC: {@code https://host:port}, or {@code http://host:port}
   * for plaintext; the port is 4317 where none is given.
   */
  Optional<URI> endpoint();

  /**
   * Share of the traces that begin here that are sent, from 0 to 1. What a caller has begun is sent
   * if the caller's flag says so.
   */
  @WithDefault("1")
  @WithConverter(Share.class)
  double sampleRatio();

  /** Spans that may wait for the collector; those that find no room are dropped. */
  @WithDefault("2048")
  @WithConverter(PositiveInt.class)
  int maxQueued();

  /** The collector's CA, absent = those that the JDK trusts; and what the collector is shown. */
  PeerTlsSettings tls();

  /** Whether plaintext is meant where the collector is not known to be on loopback. */
  @WithDefault("false")
  @WithConverter(Switch.class)
  boolean plaintext();
}
