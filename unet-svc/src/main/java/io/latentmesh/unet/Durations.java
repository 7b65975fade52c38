package io.latentmesh.unet;

import com.google.protobuf.Duration;

/** Times as messages. */
final class Durations {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private Durations() {}

  static Duration ofNanos(long nanos) {
    return Duration.newBuilder()
        .setSeconds(nanos / NANOS_PER_SECOND)
        .setNanos((int) (nanos % NANOS_PER_SECOND))
        .build();
  }
}
