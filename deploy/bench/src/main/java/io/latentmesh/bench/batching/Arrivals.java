package io.latentmesh.bench.batching;

import io.latentmesh.unet.engine.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Requests that arrive at random (Poisson): 10, 20 or 50 steps with equal chance, every second one
 * guided on average. The same seed gives the same images at every rate, only closer together.
 */
record Arrivals(long seed, int count) {
  static final int[] STEPS = {10, 20, 50};

  /** Mean row-steps of a request. */
  static final double MEAN_WORK = 1.5 * (10 + 20 + 50) / 3;

  private static final double NANOS_PER_SECOND = 1e9;

  /** At {@code rate} requests per second. */
  List<Request> at(double rate) {
    var random = new SplittableRandom(seed);
    List<Request> requests = new ArrayList<>(count);
    double seconds = 0;
    for (int i = 0; i < count; i++) {
      seconds -= Math.log1p(-random.nextDouble()) / rate;
      requests.add(
          new Request(
              Math.round(seconds * NANOS_PER_SECOND),
              STEPS[random.nextInt(STEPS.length)],
              1 + random.nextInt(2),
              Urgency.INTERACTIVE));
    }
    return requests;
  }
}
