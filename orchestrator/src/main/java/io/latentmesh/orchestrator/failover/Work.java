package io.latentmesh.orchestrator.failover;

import java.net.SocketAddress;
import java.util.Set;

/** Work that any replica can do, with the same result, as often as it is asked. */
@FunctionalInterface
public interface Work<T> {

  /**
   * Sends the work, without waiting.
   *
   * @param avoiding replicas that are to be used only if no other is ready
   */
  Attempt<T> begin(Set<SocketAddress> avoiding);
}
