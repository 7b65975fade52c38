package io.latentmesh.orchestrator.failover;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Time and chance.
 *
 * @param nanoTime as {@link System#nanoTime}
 * @param random evenly from 0 to 1; spreads pauses
 */
public record Surroundings(LongSupplier nanoTime, DoubleSupplier random) {

  /** Those of the process. */
  public static Surroundings system() {
    return new Surroundings(System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
  }
}
