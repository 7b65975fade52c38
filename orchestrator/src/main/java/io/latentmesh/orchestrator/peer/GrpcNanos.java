package io.latentmesh.orchestrator.peer;

import com.google.protobuf.Duration;

/** Durations of the wire contract in nanoseconds. */
final class GrpcNanos {
  private static final long PER_SECOND = 1_000_000_000;

  private GrpcNanos() {}

  /** Beyond 292 years, the longest there is. */
  static long of(Duration duration) {
    long seconds = Math.clamp(duration.getSeconds(), 0, Long.MAX_VALUE / PER_SECOND - 1);
    return seconds * PER_SECOND + Math.clamp(duration.getNanos(), 0, PER_SECOND - 1);
  }
}
