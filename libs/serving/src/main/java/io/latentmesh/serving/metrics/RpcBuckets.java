package io.latentmesh.serving.metrics;

import java.time.Duration;
import java.util.stream.DoubleStream;

/**
 * The buckets of every duration of a call, in seconds. The same in all processes, so that their
 * histograms can be added; fourteen, because each costs a series per method and status.
 */
final class RpcBuckets {
  private static final double[] SECONDS = {
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private RpcBuckets() {}

  static Duration[] durations() {
    return DoubleStream.of(SECONDS)
        .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
        .toArray(Duration[]::new);
  }
}
