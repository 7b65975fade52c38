package io.latentmesh.bench.overload;

import java.time.Duration;

/**
 * When which load was offered: light, heavy, light again, one after the other.
 *
 * @param begunNanos as {@link System#nanoTime()}
 */
record Timeline(long begunNanos, Duration baseline, Duration overload, Duration recovery) {
  long overloadBegins() {
    return begunNanos + baseline.toNanos();
  }

  long overloadEnds() {
    return overloadBegins() + overload.toNanos();
  }

  long ends() {
    return overloadEnds() + recovery.toNanos();
  }
}
