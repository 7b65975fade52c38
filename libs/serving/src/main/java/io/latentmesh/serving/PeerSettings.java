package io.latentmesh.serving;

import io.latentmesh.serving.balancing.BalancingOptions;
import io.latentmesh.serving.balancing.Replicas;
import io.latentmesh.serving.settings.Attempts;
import io.latentmesh.serving.settings.Interval;
import io.latentmesh.serving.settings.PositiveInt;
import io.latentmesh.serving.settings.Switch;
import io.latentmesh.serving.tls.PeerTlsSettings;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How to reach one kind of peer; part of a process's settings, once for each kind. */
public interface PeerSettings {
  /**
   * Any gRPC target: {@code host:port}, {@code dns:///host:port}, {@code static:///host:port,...},
   * {@code file:///path}, {@code xds:///name}.
   */
  String target();

  /** Certificates; without a CA calls go in plaintext. */
  PeerTlsSettings tls();

  /** Whether plaintext is meant where the target is not known to be on loopback. */
  @WithDefault("false")
  @WithConverter(Switch.class)
  boolean plaintext();

  /**
   * Load-balancing policy among the target's addresses. With any other than the default, calls
   * cannot choose a replica and nobody is told which are ready.
   */
  @WithDefault(Replicas.POLICY)
  String loadBalancing();

  /** Interval at which the target is resolved again while all is well. */
  @WithDefault("10s")
  @WithConverter(Interval.class)
  Duration resolveEvery();

  /** Longest answer accepted, in bytes. */
  @WithDefault("16777216")
  @WithConverter(PositiveInt.class)
  int maxMessageBytes();

  /** Most bytes of response headers and trailers accepted; error details travel there. */
  @WithDefault("8192")
  @WithConverter(PositiveInt.class)
  int maxMetadataBytes();

  Health health();

  Keepalive keepalive();

  Retry retry();

  default BalancingOptions balancing() {
    return new BalancingOptions(resolveEvery(), health().every(), health().timeout());
  }

  /** Whether replicas are asked if they serve. */
  interface Health {
    /** Off: whoever is connected is taken for healthy. */
    @WithDefault("true")
    @WithConverter(Switch.class)
    boolean checked();

    @WithDefault("1s")
    @WithConverter(Interval.class)
    Duration every();

    /** Time for the answer, after which the replica is taken for hung and gets no new calls. */
    @WithDefault("3s")
    @WithConverter(Interval.class)
    Duration timeout();
  }

  /** Pings on a silent connection. One that is not answered ends the connection and its calls. */
  interface Keepalive {
    /** Silence before a ping; gRPC takes less than 10 s for 10 s. */
    @WithDefault("10s")
    @WithConverter(Interval.class)
    Duration after();

    /** Time for the answer. */
    @WithDefault("5s")
    @WithConverter(Interval.class)
    Duration timeout();
  }

  /** Repetition of idempotent calls that were UNAVAILABLE, within their deadlines. */
  interface Retry {
    /** Attempts in all, from 1 (no retries) to 5. */
    @WithDefault("5")
    @WithConverter(Attempts.class)
    int attempts();

    /** Pause before the second attempt; each further one is twice as long, all vary by 20 %. */
    @WithDefault("100ms")
    @WithConverter(Interval.class)
    Duration firstPause();

    @WithDefault("2s")
    @WithConverter(Interval.class)
    Duration longestPause();

    /**
     * Bytes of requests kept for repetition at once. A call that does not fit is sent and not
     * repeated.
     */
    @WithDefault("134217728")
    @WithConverter(PositiveInt.class)
    int bufferBytes();
  }
}
