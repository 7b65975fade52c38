package io.latentmesh.orchestrator.failover;

import java.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is known about one tier, shared by all work sent there. */
record Tier(
    FailoverLimits limits,
    ReplicaView view,
    Surroundings surroundings,
    FailoverMeters meters,
    StepTimes times,
    ReplicaRecords records,
    Suspicions suspicions,
    LateMoves lateMoves) {

  static Tier of(
      FailoverLimits limits, ReplicaView view, Surroundings surroundings, FailoverMeters meters) {
    return new Tier(
        limits,
        view,
        surroundings,
        meters,
        new StepTimes(),
        new ReplicaRecords(),
        new Suspicions(),
        new LateMoves());
  }

  long now() {
    return surroundings.nanoTime().getAsLong();
  }

  Set<SocketAddress> suspects() {
    return suspicions.suspects(now());
  }

  /** Ready and above suspicion, in the balancer's order. */
  List<SocketAddress> trusted() {
    Set<SocketAddress> ready = new LinkedHashSet<>(view.ready());
    ready.removeAll(suspects());
    return List.copyOf(ready);
  }
}
