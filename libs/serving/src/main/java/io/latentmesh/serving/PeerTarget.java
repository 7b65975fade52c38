package io.latentmesh.serving;

import io.grpc.NameResolverRegistry;
import java.util.List;

/** What a peer's target says about how it is resolved. */
final class PeerTarget {
  private static final String XDS = "xds:";

  private PeerTarget() {}

  /** Whether a control plane decides on addresses, policy and service config. */
  static boolean controlled(String target) {
    return target.startsWith(XDS);
  }

  /**
   * @throws SettingsException if nothing here can resolve the target
   */
  static void require(String upstream, String target, NameResolverRegistry resolvers) {
    if (controlled(target) && resolvers.getProviderForScheme("xds") == null) {
      throw new SettingsException(
          List.of(
              upstream
                  + ": target '"
                  + target
                  + "' needs io.grpc:grpc-xds, which this distribution leaves out; docs/operations.md"
                  + " says how to add it"));
    }
  }
}
