package io.latentmesh.bench.batching;

import java.util.List;
import java.util.function.DoubleFunction;

/** How many requests any device with this batch curve must answer late, whatever its policy. */
final class Bound {
  /* Design. The device of the bound can do more than any real one: it knows the future, stops and
   * goes on with images at any moment, at no cost, has no network, and shares its time among images
   * as finely as it likes. It keeps one thing of the curve: with m rows there it does at most
   *   g(m) = max over k <= m of k / t(k)
   * row-steps per second, and the rows that can help requests to be in time are those of requests
   * whose window (from arrival to deadline) covers the moment. So its speed is a known function of
   * time (Ability), and the question is one machine of varying speed with windows. Two lower bounds
   * on the number of late requests, of which the larger one counts:
   *   LateByFractions  requests may be done in part and count in part;
   *   LateByIntervals  requests count as a whole, but only those whose whole window lies in one of
   *                    some intervals that do not overlap. */

  private Bound() {}

  /** The least share of {@code requests}, in order of arrival, that is late. */
  static double lateShare(Setting setting, List<Request> requests) {
    Ability ability = Ability.of(setting, requests);
    double late =
        Math.max(
            LateByFractions.count(setting, ability, requests),
            LateByIntervals.count(setting, ability, requests));
    return late / requests.size();
  }

  /** The highest rate at which at most {@code late} of the requests have to be late. */
  static double rate(Setting setting, DoubleFunction<List<Request>> arrivals, double late) {
    return Search.highest(
        2 * setting.capacity(), rate -> lateShare(setting, arrivals.apply(rate)) <= late);
  }
}
