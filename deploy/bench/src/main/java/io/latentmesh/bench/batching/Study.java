package io.latentmesh.bench.batching;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was found for one curve; rates in requests per second.
 *
 * @param capacity that the curve allows in forwards of at most three times t(1)
 * @param bound above which no device with this curve has a p99 in time
 * @param hindsight that our policy reaches with an ideal network and knowledge of the future
 * @param highest rate with p99 in time, by contender
 */
record Study(
    CurveFile file,
    double capacity,
    double bound,
    double hindsight,
    Map<Contender, Double> highest,
    List<Point> points) {
  private static final double QUANTILE = 0.99;
  private static final List<Double> LOADS = List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);

  Study {
    highest = Map.copyOf(highest);
    points = List.copyOf(points);
  }

  /**
   * One run.
   *
   * @param load of the capacity
   */
  record Point(Contender contender, double load, Outcome outcome) {}

  static Study of(CurveFile file, long turnaroundNanos, Arrivals arrivals) {
    Setting setting = new Setting(file.curve(), turnaroundNanos);
    double capacity = setting.capacity();
    double bound = Bound.rate(setting, arrivals::at, 1 - QUANTILE);
    double hindsight =
        Search.highest(
            capacity, rate -> Hindsight.succeeds(setting, arrivals.at(rate), 1 - QUANTILE));
    Map<Contender, Double> highest = new EnumMap<>(Contender.class);
    List<Point> points = new ArrayList<>();
    for (Contender contender : Contender.values()) {
      highest.put(
          contender,
          Search.highest(
              capacity,
              rate ->
                  run(setting, contender, arrivals, rate).slowdown(QUANTILE) <= Setting.STRETCH));
      for (double load : LOADS) {
        points.add(new Point(contender, load, run(setting, contender, arrivals, load * capacity)));
      }
    }
    return new Study(file, capacity, bound, hindsight, highest, points);
  }

  private static Outcome run(Setting setting, Contender contender, Arrivals arrivals, double rate) {
    return Simulation.run(setting, contender.policy(), arrivals.at(rate));
  }

  double highest(Contender contender) {
    return highest.getOrDefault(contender, 0.0);
  }

  List<Point> points(Contender contender) {
    return points.stream().filter(point -> point.contender == contender).toList();
  }

  /** Whether ours is better than the others in both quantiles at every rate. */
  boolean oursWins() {
    return points(Contender.OURS).stream()
        .allMatch(ours ->
            points.stream()
                .filter(other -> other.load == ours.load && other.contender != Contender.OURS)
                .allMatch(other -> isBetter(ours.outcome, other.outcome)));
  }

  /** At low rates every request of two policies may be alone: equal is not worse. */
  private static boolean isBetter(Outcome ours, Outcome other) {
    return ours.slowdown(0.5) <= other.slowdown(0.5)
        && ours.slowdown(QUANTILE) <= other.slowdown(QUANTILE);
  }
}
