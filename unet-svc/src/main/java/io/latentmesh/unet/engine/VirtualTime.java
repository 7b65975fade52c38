package io.latentmesh.unet.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Service received by each of several parties that take turns: whoever has received least is next.
 * A value. The start-time fair queueing of Goyal, Vin and Cheng (SIGCOMM 1996), with rows and
 * device time in place of packets.
 *
 * @param received of those who are ahead of {@code now}; the others are at {@code now}
 * @param now what the least served party had received when somebody last had a turn: newcomers and
 *     those who were away begin here, so that time away earns nothing
 */
public record VirtualTime<K>(Map<K, Double> received, double now) {
  public VirtualTime {
    received = Map.copyOf(received);
  }

  /** Nobody has received anything. */
  public static <K> VirtualTime<K> start() {
    return new VirtualTime<>(Map.of(), 0);
  }

  double received(K party) {
    return received.getOrDefault(party, now);
  }

  /** As it is for those who want service now: nobody is behind the least served of them. */
  VirtualTime<K> among(Collection<K> active) {
    double least = active.stream().mapToDouble(this::received).min().orElse(now);
    if (least <= now) {
      return this;
    }
    Map<K, Double> ahead = new HashMap<>(received);
    ahead.values().removeIf(service -> service <= least);
    return new VirtualTime<>(ahead, least);
  }

  VirtualTime<K> charge(K party, double service) {
    Map<K, Double> next = new HashMap<>(received);
    next.put(party, received(party) + service);
    return new VirtualTime<>(next, now);
  }
}
