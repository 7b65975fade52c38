package io.latentmesh.orchestrator.generation;

import java.util.function.LongSupplier;

/**
 * Time as generations measure it, and what earlier ones learned about finishing an image, which
 * comes last and could not be estimated otherwise. One per process; thread-safe.
 */
public final class GenerationClock {
  private final LongSupplier nanoTime;
  private final FinishingTime finishing = new FinishingTime();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public GenerationClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  LongSupplier nanoTime() {
    return nanoTime;
  }

  FinishingTime finishing() {
    return finishing;
  }
}
