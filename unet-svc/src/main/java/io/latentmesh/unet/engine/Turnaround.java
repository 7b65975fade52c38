package io.latentmesh.unet.engine;

import java.util.List;

/**
 * Streams that are expected back.
 *
 * @param nanos from an answer to the stream's next rows, as measured; 0 while nothing is known
 */
public record Turnaround(List<Returning> returning, long nanos) {
  public Turnaround {
    returning = List.copyOf(returning);
  }

  /** Nobody is on the way, and nothing is known. */
  public static Turnaround unknown() {
    return new Turnaround(List.of(), 0);
  }

  /** How many streams of {@code kind} are expected back. */
  public int travelling(Row.Kind kind) {
    return (int) returning.stream().filter(stream -> stream.kind().equals(kind)).count();
  }
}
