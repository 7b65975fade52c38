package io.latentmesh.serving.balancing;

import io.grpc.CallOptions;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Picks among the replicas that were ready when it was made. Thread-safe. */
final class LeastStreamsPicker extends SubchannelPicker {
  private final List<Candidate> ready;
  private final PickResult otherwise;
  private final RandomGenerator random;

  /** A ready replica: its streams, and what picking it looks like. */
  record Candidate(StreamCount streams, PickResult placement) {}

  /**
   * @param otherwise what a call gets while nobody is ready
   * @param random breaks ties; thread-safe
   */
  LeastStreamsPicker(List<Candidate> ready, PickResult otherwise, RandomGenerator random) {
    this.ready = List.copyOf(ready);
    this.otherwise = otherwise;
    this.random = random;
  }

  @Override
  public PickResult pickSubchannel(PickSubchannelArgs call) {
    CallOptions options = call.getCallOptions();
    SocketAddress pinned = options.getOption(Replicas.PINNED);
    return pinned == null ? fewest(options) : only(pinned);
  }

  /** A drop, unlike an error, also ends a call that would wait, and is never retried. */
  private PickResult only(SocketAddress address) {
    for (Candidate candidate : ready) {
      if (candidate.streams().address().equals(address)) {
        return candidate.placement();
      }
    }
    return PickResult.withDrop(
        Status.UNAVAILABLE.withDescription("The replica at " + address + " is not ready"));
  }

  private PickResult fewest(CallOptions options) {
    var avoided = options.getOption(Replicas.AVOIDED);
    Attempts attempts = options.getOption(Attempts.KEY);
    Predicate<SocketAddress> welcome = address -> !avoided.contains(address);
    Predicate<SocketAddress> fresh = address -> attempts == null || !attempts.tried(address);
    Candidate best = fewest(welcome.and(fresh));
    best = best == null ? fewest(welcome) : best;
    best = best == null ? fewest(_ -> true) : best;
    return best == null ? otherwise : best.placement();
  }

  private @Nullable Candidate fewest(Predicate<SocketAddress> eligible) {
    Candidate best = null;
    int fewest = Integer.MAX_VALUE;
    int ties = 0;
    for (Candidate candidate : ready) {
      int active = candidate.streams().active();
      if (active > fewest || !eligible.test(candidate.streams().address())) {
        continue;
      }
      ties = active < fewest ? 1 : ties + 1;
      fewest = active;
      if (ties == 1 || random.nextInt(ties) == 0) { // Each of n ties wins with 1 / n.
        best = candidate;
      }
    }
    return best;
  }
}
