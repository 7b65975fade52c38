package io.latentmesh.orchestrator.failover;

import java.net.SocketAddress;
import java.util.List;

/** The replicas of one tier as the load balancer sees them. Thread-safe. */
public interface ReplicaView {

  /** Connected and, where health is checked, serving. Empty also where the balancer cannot tell. */
  List<SocketAddress> ready();

  /** Counts changes of {@link #ready}; to be read before what depends on it. */
  long changes();

  /** Blocks until there was a change after number {@code seen}, at most so long. */
  void awaitChange(long seen, long nanos) throws InterruptedException;

  /** Tries to connect now to what is not connected, instead of after a backoff of minutes. */
  void reconnect();
}
