package io.latentmesh.unet.engine;

import java.util.Map;

/**
 * Streams whose answers are on their way to the caller, and with them the next rows.
 *
 * @param travelling how many streams of each kind are expected back
 * @param nanos from an answer to the stream's next rows, as measured; 0 while nothing is known
 */
public record Turnaround(Map<Row.Kind, Integer> travelling, long nanos) {
  public Turnaround {
    travelling = Map.copyOf(travelling);
  }

  /** Nobody is on the way, and nothing is known. */
  public static Turnaround unknown() {
    return new Turnaround(Map.of(), 0);
  }

  /** Streams of {@code kind} that are expected back. */
  public int travelling(Row.Kind kind) {
    return travelling.getOrDefault(kind, 0);
  }
}
