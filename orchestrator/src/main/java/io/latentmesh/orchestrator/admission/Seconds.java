package io.latentmesh.orchestrator.admission;

import java.time.Duration;
import java.util.Locale;

/** Durations as messages say them. */
final class Seconds {
  private static final double NANOS = 1e9;

  private Seconds() {}

  static String of(Duration duration) {
    return of((double) duration.toNanos());
  }

  static String of(double nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos / NANOS);
  }
}
