package io.latentmesh.serving.metrics;

import java.util.Map;

/**
 * The value of one series at one moment.
 *
 * @param name in Prometheus' form; of a counter without {@code _total}
 * @param labels beside the common ones
 */
public record Reading(
    Kind kind, String name, String help, Map<String, String> labels, double value) {
  /** What the series may do. */
  public enum Kind {
    /** Only rises. */
    COUNTER,
    /** Rises and falls. */
    GAUGE
  }

  public Reading {
    labels = Map.copyOf(labels);
  }
}
