package io.latentmesh.serving;

import io.latentmesh.serving.settings.PositiveInt;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How to reach one kind of peer; part of a process's settings, once for each kind. */
public interface PeerSettings {
  /** Any gRPC target: {@code host:port}, {@code dns:///host:port}. */
  String target();

  /**
   * Load-balancing policy among the target's addresses. With a single address it makes no
   * difference.
   */
  @WithDefault("round_robin")
  String loadBalancing();

  /** Longest answer accepted, in bytes. */
  @WithDefault("16777216")
  @WithConverter(PositiveInt.class)
  int maxMessageBytes();

  /** Most bytes of response headers and trailers accepted; error details travel there. */
  @WithDefault("8192")
  @WithConverter(PositiveInt.class)
  int maxMetadataBytes();
}
