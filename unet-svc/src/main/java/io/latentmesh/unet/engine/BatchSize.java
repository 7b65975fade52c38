package io.latentmesh.unet.engine;

import java.util.List;

/** How many of the evaluations that are in order run together. */
final class BatchSize {
  /* Design. An evaluation more in the forward brings its own image further and makes all others in
   * it slower. What the first evaluations of the order gain per second is their number divided by
   * the time of the forward: the size with the most is taken, on a steep curve (a forward costs the
   * same whatever its rows) everybody, on a straight one nobody but the first, for then company
   * only makes images slower.
   *   Overlap. A forward that leaves nobody behind is followed by a turnaround in which the device
   * has nothing to do, so its time counts with the turnaround. Half of the images run alone
   * precisely if 2 t(n/2) < t(n) + turnaround; from then on two cohorts alternate, each travelling
   * while the other computes.
   *   Comfort. Throughput is worth nothing to images that it makes late, so a forward takes at most
   * 0.8 stretch times as long as that of one row: that leaves images the time to let more urgent
   * ones go first. Once some are late anyhow, only getting through the backlog helps the others, and
   * the limit is the batch that still pays.
   *   Company. Rows of lower classes fill a forward of all higher ones where that makes it hardly
   * longer: what is nearly free is not worth starving anybody for. */

  private static final double COMPANY = 1.1;

  private final Pace pace;
  private final long nowNanos;

  BatchSize(Pace pace, long nowNanos) {
    this.pace = pace;
    this.nowNanos = nowNanos;
  }

  /**
   * The prefix to run, at least one evaluation.
   *
   * @param late whether some are late whatever is done
   * @param alone whether nobody else waits or is on the way
   */
  int choose(List<Candidate> order, boolean late, boolean alone) {
    int limit = late ? pace.budget() : pace.comfort();
    int rows = 0;
    int best = 1;
    double most = 0;
    for (int count = 1; count <= order.size(); count++) {
      rows += order.get(count - 1).size();
      if (count > 1 && rows > limit) {
        break;
      }
      boolean everybody = alone && count == order.size();
      double speed = count / (double) (pace.nanos(rows) + (everybody ? afterwards(order) : 0));
      if (speed > most) {
        most = speed;
        best = count;
      }
    }
    return best;
  }

  /** How many of {@code others} may ride along with {@code rows} rows of a higher class. */
  int company(int rows, List<Candidate> others) {
    int total = rows;
    int count = 0;
    while (count < others.size()) {
      total += others.get(count).size();
      if (total > pace.budget() || pace.nanos(total) > COMPANY * pace.nanos(rows)) {
        break;
      }
      count++;
    }
    return count;
  }

  /** The idle time after a forward of everybody, if it was not spent before the forward. */
  private long afterwards(List<Candidate> order) {
    return Plan.of(order, pace, nowNanos).waitNanos() > 0 ? 0 : pace.turnaroundNanos();
  }
}
