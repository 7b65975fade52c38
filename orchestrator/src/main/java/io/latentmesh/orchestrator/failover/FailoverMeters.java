package io.latentmesh.orchestrator.failover;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The series of one tier's failovers, all registered from the start. */
public final class FailoverMeters {
  private final Map<Move, Counter> moves;
  private final Map<Result, Counter> attempts;

  /** Why work went to another replica, or to the same one again where there is no other. */
  enum Move {
    UNAVAILABLE,
    LOST,
    LATE,
    DRAINING,
    FAILED,
    REBALANCED
  }

  /** How an attempt ended. */
  enum Result {
    ANSWERED,
    UNAVAILABLE,
    LOST,
    LATE,
    DRAINING,
    FAILED,
    /** The error is the request's own. */
    REFUSED,
    /** The caller did not want it any longer. */
    CANCELLED
  }

  /**
   * @param tier as errors name the stage, for example {@code unet}
   */
  public FailoverMeters(MeterRegistry registry, String tier) {
    moves =
        each(
            Move.class,
            move ->
                Counter.builder("latentmesh.failovers")
                    .description("Work that went to another replica")
                    .tag("tier", tier)
                    .tag("reason", label(move))
                    .register(registry));
    attempts =
        each(
            Result.class,
            result ->
                Counter.builder("latentmesh.upstream.attempts")
                    .description("Attempts to have work done by a replica")
                    .tag("tier", tier)
                    .tag("result", label(result))
                    .register(registry));
  }

  void moved(Move move) {
    of(moves, move).increment();
  }

  void moved(Cause cause) {
    switch (cause) {
      case UNAVAILABLE -> moved(Move.UNAVAILABLE);
      case LOST -> moved(Move.LOST);
      case DRAINING -> moved(Move.DRAINING);
      case LATE -> moved(Move.LATE);
      case FAILED -> moved(Move.FAILED);
      case FINAL -> throw new IllegalArgumentException("what is final does not move");
    }
  }

  void attempted(Result result) {
    of(attempts, result).increment();
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <K extends Enum<K>> Map<K, Counter> each(
      Class<K> keys, Function<K, Counter> counter) {
    Map<K, Counter> counters = new EnumMap<>(keys);
    for (K key : keys.getEnumConstants()) {
      counters.put(key, counter.apply(key));
    }
    return counters;
  }

  private static <K> Counter of(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      throw new IllegalStateException("no series for " + key);
    }
    return counter;
  }
}
