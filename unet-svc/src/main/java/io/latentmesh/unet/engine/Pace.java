package io.latentmesh.unet.engine;

/** How long forwards of one kind take, and how large they may be. */
final class Pace {
  /** Of the stretch: the rest is for images that have to let others go first. */
  private static final double COMFORT = 0.8;

  private static final long UNKNOWN_NANOS = 1_000_000;

  private final BatchCurve curve;
  private final int budget;
  private final int comfort;
  private final long turnaroundNanos;

  private Pace(BatchCurve curve, int cap, double stretch, long turnaroundNanos) {
    this.curve = curve;
    this.budget = Math.min(cap, curve.budget());
    this.comfort = comfort(curve, budget, COMFORT * stretch);
    this.turnaroundNanos = turnaroundNanos;
  }

  static Pace of(Row.Kind kind, Waiting waiting, double stretch) {
    BatchCurve measured = waiting.curves().get(kind);
    BatchCurve curve =
        measured == null ? BatchCurve.flat(UNKNOWN_NANOS, waiting.rows().size()) : measured;
    return new Pace(curve, waiting.cap(kind), stretch, waiting.turnaround().nanos());
  }

  long nanos(int rows) {
    return curve.nanos(rows);
  }

  /** Most rows that pay. */
  int budget() {
    return budget;
  }

  /** Most rows with which nobody's image becomes slower than it may be. */
  int comfort() {
    return comfort;
  }

  long turnaroundNanos() {
    return turnaroundNanos;
  }

  /** Row-steps per nanosecond, at best. */
  double speed() {
    return budget / (double) curve.nanos(budget);
  }

  /** Time of one evaluation, there and back, with the device to itself. */
  long unloadedNanos(Candidate candidate) {
    return curve.nanos(candidate.size()) + turnaroundNanos;
  }

  /** Time of the whole image with the device to itself. */
  long imageNanos(Candidate candidate) {
    return candidate.evaluations() * unloadedNanos(candidate);
  }

  private static int comfort(BatchCurve curve, int budget, double stretch) {
    double limit = stretch * curve.nanos(1);
    int rows = 1;
    while (rows < budget && curve.nanos(rows + 1) <= limit) {
      rows++;
    }
    return rows;
  }
}
