package io.latentmesh.bench.batching;

import io.latentmesh.unet.engine.BatchCurve;

/**
 * A device behind a network.
 *
 * @param turnaroundNanos from an answer to the next row of its stream
 */
record Setting(BatchCurve curve, long turnaroundNanos) {
  /** What the target allows: a request is in time within so many unloaded latencies. */
  static final double STRETCH = 3;

  /** What nobody measured nobody runs. */
  int maxRows() {
    return curve.nanosByRows().lastKey();
  }

  /** Latency with device and network to itself. */
  long unloadedNanos(Request request) {
    return request.steps() * (curve.nanos(request.rows()) + turnaroundNanos);
  }

  /** The end of the request's window: until then it is in time. */
  long deadlineNanos(Request request) {
    return request.arrivalNanos() + Math.round(STRETCH * unloadedNanos(request));
  }

  /** Requests per second that no batch of a bearable forward exceeds. */
  double capacity() {
    double best = 0;
    for (int rows = 1; rows <= maxRows() && isBearable(rows); rows++) {
      best = Math.max(best, rows * 1e9 / curve.nanos(rows));
    }
    return best / Arrivals.MEAN_WORK;
  }

  private boolean isBearable(int rows) {
    return curve.nanos(rows) <= STRETCH * curve.nanos(1);
  }
}
