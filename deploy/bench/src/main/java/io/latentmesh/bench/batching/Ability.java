package io.latentmesh.bench.batching;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** What the device of the bound can do by when: its speed is constant between moments. */
final class Ability {
  private final long[] moments;
  private final double[] speeds;
  private final double[] done;

  private Ability(long[] moments, double[] speeds) {
    this.moments = moments;
    this.speeds = speeds;
    this.done = new double[moments.length];
    for (int i = 1; i < moments.length; i++) {
      done[i] = done[i - 1] + speeds[i - 1] * (moments[i] - moments[i - 1]);
    }
  }

  /** The best speed for the rows whose windows are open. */
  static Ability of(Setting setting, List<Request> requests) {
    TreeMap<Long, Integer> changes = new TreeMap<>();
    for (Request request : requests) {
      changes.merge(request.arrivalNanos(), request.rows(), Integer::sum);
      changes.merge(setting.deadlineNanos(request), -request.rows(), Integer::sum);
    }
    double[] best = bestSpeeds(setting);
    long[] moments = new long[changes.size()];
    double[] speeds = new double[changes.size()];
    int rows = 0;
    int place = 0;
    for (var change : changes.entrySet()) {
      rows += change.getValue();
      moments[place] = change.getKey();
      speeds[place++] = best[Math.min(rows, best.length - 1)];
    }
    return new Ability(moments, speeds);
  }

  private static double[] bestSpeeds(Setting setting) {
    double[] best = new double[setting.maxRows() + 1];
    for (int rows = 1; rows < best.length; rows++) {
      best[rows] = Math.max(best[rows - 1], rows / (double) setting.curve().nanos(rows));
    }
    return best;
  }

  /** How many moments there are; arrivals and deadlines of requests are among them. */
  int moments() {
    return moments.length;
  }

  long moment(int place) {
    return moments[place];
  }

  /** Row-steps per nanosecond from that moment to the next one. */
  double speed(int place) {
    return speeds[place];
  }

  /** Row-steps between two moments. */
  double between(long from, long to) {
    return done[Arrays.binarySearch(moments, to)] - done[Arrays.binarySearch(moments, from)];
  }
}
