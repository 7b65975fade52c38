package io.latentmesh.bench.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * One fault under load. Everything about it follows from the seed of the run and its number.
 *
 * @param number from 1 on
 * @param requestSeed of the order of requests
 */
public record Episode(int number, long requestSeed, Fault fault) {
  private static final long EPISODE_STRIDE = 0x9E3779B97F4A7C15L; // the golden ratio in 64 bits
  private static final int MOST_DELAY_MILLIS = 1500;
  private static final int MOST_AWAY_MILLIS = 1500;
  private static final int MOST_FROZEN_MILLIS = 4000;
  private static final int MOST_UNREACHABLE_MILLIS =
      6000; // beyond what health checks take to see it

  /**
   * The episode of that number.
   *
   * @param tiers names of processes by tier; each tier is as likely as the others
   * @param kinds of faults; each is as likely as the others
   */
  public static Episode of(
      long seed, int number, List<List<String>> tiers, List<Fault.Kind> kinds) {
    var random = new Random(seed + number * EPISODE_STRIDE);
    List<String> tier = tiers.get(random.nextInt(tiers.size()));
    String process = tier.get(random.nextInt(tier.size()));
    Fault.Kind kind = kinds.get(random.nextInt(kinds.size()));
    Duration after = Duration.ofMillis(random.nextInt(MOST_DELAY_MILLIS));
    Duration outage = Duration.ofMillis(random.nextInt(mostOutageMillis(kind)));
    return new Episode(number, random.nextLong(), new Fault(kind, process, after, outage));
  }

  private static int mostOutageMillis(Fault.Kind kind) {
    return switch (kind) {
      case KILL, DRAIN, OUT_OF_MEMORY -> MOST_AWAY_MILLIS;
      case FREEZE, RESET, LATENCY, LOSS, NARROW -> MOST_FROZEN_MILLIS;
      case PARTITION, BLACKHOLE -> MOST_UNREACHABLE_MILLIS;
    };
  }
}
