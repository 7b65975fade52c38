package io.latentmesh.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Moments at which an open loop calls: a Poisson process whose rate changes by phase. */
public final class Arrivals {
  private static final double NANOS_PER_SECOND = 1e9;

  private Arrivals() {}

  /**
   * A stretch of time.
   *
   * @param rate arrivals per second, above 0
   */
  public record Phase(double rate, Duration duration) {}

  /** Offsets from the beginning of the first phase in nanoseconds, rising. */
  public static List<Long> poisson(List<Phase> phases, RandomGenerator random) {
    List<Long> arrivals = new ArrayList<>();
    long begin = 0;
    for (Phase phase : phases) {
      long end = begin + phase.duration().toNanos();
      double at = begin + gap(phase, random);
      while (at < end) {
        arrivals.add((long) at);
        at += gap(phase, random);
      }
      begin = end;
    }
    return arrivals;
  }

  private static double gap(Phase phase, RandomGenerator random) {
    return -Math.log(1 - random.nextDouble()) / phase.rate() * NANOS_PER_SECOND;
  }
}
