package io.latentmesh.orchestrator.failover;

import io.latentmesh.orchestrator.failover.FailoverMeters.Move;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * Has work of one tier done, by whichever replica manages, and spreads streams among them. One per
 * tier and process; thread-safe.
 *
 * <p>All work is stateless for the replicas: whoever answers gives the same answer.
 */
public final class Failover {
  private final Tier tier;
  private final StreamCounts streams = new StreamCounts();

  public Failover(
      FailoverLimits limits, ReplicaView view, Surroundings surroundings, FailoverMeters meters) {
    this.tier = Tier.of(limits, view, surroundings, meters);
  }

  /**
   * Blocks until the work is answered.
   *
   * @throws io.latentmesh.serving.ServiceException when it is the work's own fault, when the caller
   *     has gone, or when attempts or patience are used up: then with the last attempt's code, and
   *     with the number of replicas tried
   */
  public <T> T run(WorkKind kind, Work<T> work, Caller caller) throws InterruptedException {
    return new FailoverRun<>(tier, new FailoverRun.Job<>(kind, work, caller)).run();
  }

  /** A stream is now at the replica. */
  public void joined(SocketAddress replica) {
    streams.joined(replica);
  }

  /** A stream is no longer at the replica. */
  public void left(SocketAddress replica) {
    streams.left(replica);
  }

  /**
   * Where a stream should go from there, because that is less busy; books it as gone there.
   *
   * @param own the replica where the stream is
   */
  public Optional<SocketAddress> rebalance(SocketAddress own) {
    Optional<SocketAddress> target = streams.move(own, tier.trusted());
    target.ifPresent(replica -> tier.meters().moved(Move.REBALANCED));
    return target;
  }

  /** Whether a stream can leave a replica that is going away: somebody else is ready. */
  public boolean canLeave(SocketAddress draining) {
    return tier.trusted().stream().anyMatch(replica -> !replica.equals(draining));
  }

  /** A stream leaves a replica that is going away, which new streams avoid as well. */
  public void leaves(SocketAddress draining) {
    tier.suspicions().suspect(draining, tier.now());
    tier.meters().moved(Move.DRAINING);
  }
}
