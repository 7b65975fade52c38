package io.latentmesh.orchestrator.failover;

import java.net.SocketAddress;
import java.util.Optional;

/** Work under way at one replica. Used by one thread. */
public interface Attempt<T> {

  /** Waits for the end, at most so long; empty when it did not come. */
  Optional<Outcome<T>> await(long nanos) throws InterruptedException;

  /** Where the work is; empty while it has not found a connection. */
  Optional<SocketAddress> replica();

  /** Gives the work up: the replica may drop it, and its answer will not be seen. */
  void abandon();
}
