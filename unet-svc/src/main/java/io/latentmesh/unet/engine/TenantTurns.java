package io.latentmesh.unet.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluations in the order that gives tenants turns by weight, and each tenant its best first. */
final class TenantTurns {
  private record Queue(String tenant, ArrayDeque<Candidate> rest) {}

  private TenantTurns() {}

  /**
   * Merges.
   *
   * @param ranked as they would run if they were one tenant's; decides between equal tenants
   */
  static List<Candidate> order(List<Candidate> ranked, VirtualTime<String> served) {
    List<Queue> queues = byTenant(ranked);
    if (queues.size() <= 1) {
      return ranked;
    }
    VirtualTime<String> time = served;
    List<Candidate> order = new ArrayList<>(ranked.size());
    while (!queues.isEmpty()) {
      VirtualTime<String> soFar = time;
      Queue next =
          queues.stream()
              .min(Comparator.comparingDouble(queue -> soFar.received(queue.tenant)))
              .orElseThrow();
      Candidate first = next.rest.remove();
      order.add(first);
      time = charge(time, first);
      if (next.rest.isEmpty()) {
        queues.remove(next);
      }
    }
    return order;
  }

  static VirtualTime<String> charge(VirtualTime<String> time, Candidate served) {
    return time.charge(served.claim().tenant(), served.size() / served.claim().weight());
  }

  private static List<Queue> byTenant(List<Candidate> ranked) {
    Map<String, Queue> queues = new LinkedHashMap<>();
    for (Candidate candidate : ranked) {
      queues
          .computeIfAbsent(
              candidate.claim().tenant(), tenant -> new Queue(tenant, new ArrayDeque<>()))
          .rest
          .add(candidate);
    }
    return new ArrayList<>(queues.values());
  }
}
