package io.latentmesh.orchestrator.generation;

import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Time as generations measure it, and what earlier ones learned about decoding, which comes last
 * and could not be estimated otherwise. One per process; thread-safe.
 */
public final class GenerationClock {
  private final LongSupplier nanoTime;
  private final AtomicReference<OptionalDouble> decodeNanosPerPixel =
      new AtomicReference<>(OptionalDouble.empty());

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public GenerationClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  LongSupplier nanoTime() {
    return nanoTime;
  }

  /** What the last decode took; empty before the first one. */
  OptionalDouble decodeNanosPerPixel() {
    return decodeNanosPerPixel.get();
  }

  void decoded(long nanos, long pixels) {
    decodeNanosPerPixel.set(OptionalDouble.of((double) nanos / pixels));
  }
}
