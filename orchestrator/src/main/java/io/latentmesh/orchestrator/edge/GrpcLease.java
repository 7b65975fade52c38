package io.latentmesh.orchestrator.edge;

import io.latentmesh.serving.Violations;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.OnDisconnect;
import java.time.Duration;
import java.util.Optional;

/** What a request says about the loss of its last listener. */
final class GrpcLease {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private GrpcLease() {}

  /**
   * How long the generation outlives its last listener; empty ends it at once.
   *
   * @param longest the server's limit, and what a request gets that keeps but names no lease
   */
  static Optional<Duration> of(GenerateRequest request, Duration longest, Violations violations) {
    boolean keep = request.getOnDisconnect() == OnDisconnect.ON_DISCONNECT_KEEP;
    if (!request.hasLease()) {
      return keep ? Optional.of(longest) : Optional.empty();
    }
    violations.check(keep, "lease", "needs ON_DISCONNECT_KEEP, was given without it");
    return checked(request.getLease(), longest, violations);
  }

  private static Optional<Duration> checked(
      com.google.protobuf.Duration lease, Duration longest, Violations violations) {
    // Beyond these a protobuf duration is malformed, and arithmetic on it may overflow.
    boolean sane =
        lease.getNanos() >= 0
            && lease.getNanos() < NANOS_PER_SECOND
            && Math.abs(lease.getSeconds()) <= Integer.MAX_VALUE;
    Duration asked =
        sane ? Duration.ofSeconds(lease.getSeconds(), lease.getNanos()) : Duration.ZERO;
    boolean inRange = asked.compareTo(SHORTEST) >= 0 && asked.compareTo(longest) <= 0;
    violations.check(
        inRange,
        "lease",
        "must be from %ds to %ds, was %d.%09ds"
            .formatted(
                SHORTEST.toSeconds(), longest.toSeconds(), lease.getSeconds(), lease.getNanos()));
    return Optional.of(asked);
  }
}
