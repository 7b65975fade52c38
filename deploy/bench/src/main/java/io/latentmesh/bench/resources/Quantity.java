package io.latentmesh.bench.resources;

import java.util.function.ToDoubleFunction;

/** What of a {@link Holding} is told, in which unit. */
@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
public enum Quantity {
  HEAP("heap after a collection, MiB", holding -> holding.heapBytes() / Quantity.MEBI),
  RESIDENT("resident memory, MiB", holding -> holding.residentBytes() / Quantity.MEBI),
  DESCRIPTORS("descriptors", Holding::descriptors),
  THREADS("threads", Holding::threads);

  private static final double MEBI = 1 << 20;

  private final String words;
  private final ToDoubleFunction<Holding> value;

  Quantity(String words, ToDoubleFunction<Holding> value) {
    this.words = words;
    this.value = value;
  }

  /** Name and unit. */
  public String words() {
    return words;
  }

  public double of(Holding holding) {
    return value.applyAsDouble(holding);
  }
}
