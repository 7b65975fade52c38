package io.latentmesh.serving;

import io.latentmesh.serving.settings.OptionalPort;
import io.latentmesh.serving.settings.Port;
import io.latentmesh.serving.settings.PositiveInt;
import io.latentmesh.serving.settings.Switch;
import io.latentmesh.serving.settings.TimeSpan;
import io.latentmesh.serving.tls.ServerTlsSettings;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What every server can be told; part of each process's own settings as {@code server()}. */
public interface ServerSettings {
  /** Address to listen on, for calls and for the metrics page. */
  @WithDefault("127.0.0.1")
  String host();

  /** Port for calls; 0 = any free. */
  @WithDefault("0")
  @WithConverter(Port.class)
  int port();

  /** Port of the metrics page; 0 = any free, -1 = no page. */
  @WithDefault("0")
  @WithConverter(OptionalPort.class)
  int metricsPort();

  /** Certificates; without one the server speaks plaintext. */
  ServerTlsSettings tls();

  /**
   * Whether plaintext is meant where {@link #host} is not loopback, for example behind a proxy that
   * ends TLS.
   */
  @WithDefault("false")
  @WithConverter(Switch.class)
  boolean plaintext();

  /**
   * Port of a second server, in plaintext, that answers health checks only: for probes that cannot
   * do TLS, as Kubernetes' cannot; 0 = any free, -1 = none.
   */
  @WithDefault("-1")
  @WithConverter(OptionalPort.class)
  int healthPort();

  /** What the server may show of itself. */
  @WithDefault("development")
  Profile profile();

  /** Whether the server describes its services to tools such as grpcurl. */
  @WithDefault("false")
  @WithConverter(Switch.class)
  boolean reflection();

  /** Whether the server shows its connections and calls to channelz tools. */
  @WithDefault("false")
  @WithConverter(Switch.class)
  boolean channelz();

  /** Longest message accepted, in bytes. A larger one is RESOURCE_EXHAUSTED. */
  @WithDefault("16777216")
  @WithConverter(PositiveInt.class)
  int maxMessageBytes();

  /** Most bytes of request headers accepted. */
  @WithDefault("8192")
  @WithConverter(PositiveInt.class)
  int maxMetadataBytes();

  /** Connections at once; one more is closed as soon as it is accepted. */
  @WithDefault("2000")
  @WithConverter(PositiveInt.class)
  int maxConnections();

  /** Calls at once on one connection; a client that wants more waits without being told. */
  @WithDefault("1000")
  @WithConverter(PositiveInt.class)
  int maxConcurrentCallsPerConnection();

  /**
   * Streams that a client may reset within ten seconds before its connection is closed: the guard
   * against rapid-reset floods (CVE-2023-44487). Every cancelled call is such a reset.
   */
  @WithDefault("2000")
  @WithConverter(PositiveInt.class)
  int maxResetsPerTenSeconds();

  /** Longest time a new connection may take to say that it speaks HTTP/2. */
  @WithDefault("10s")
  @WithConverter(TimeSpan.class)
  Duration handshakeTimeout();

  /**
   * Age, give or take a tenth, at which a connection gets no new calls and its client connects
   * anew, which makes it look for new replicas; zero = never.
   */
  @WithDefault("5m")
  @WithConverter(TimeSpan.class)
  Duration maxConnectionAge();

  /**
   * How long calls on an aged connection may go on; absent = as long as they take. A stream lasts
   * as long as its image: a limit here would end it in the middle.
   */
  Optional<@WithConverter(TimeSpan.class) Duration> maxConnectionAgeGrace();

  /** How long a draining server that calls itself unhealthy still accepts calls. */
  @WithDefault("0s")
  @WithConverter(TimeSpan.class)
  Duration lameDuck();

  /** How long a draining server waits for running calls before it cancels them. */
  @WithDefault("30s")
  @WithConverter(TimeSpan.class)
  Duration drainTimeout();
}
