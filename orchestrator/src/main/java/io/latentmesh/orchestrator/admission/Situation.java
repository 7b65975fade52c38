package io.latentmesh.orchestrator.admission;

import java.util.List;

/**
 * All that a prediction depends on.
 *
 * @param tier the denoiser's replicas
 * @param companyNanos replica time of one round of all rows that lately ran beside each other
 * @param waiting in the order of their turns
 */
record Situation(
    long nowNanos, Tier tier, double companyNanos, List<Running> running, List<Place> waiting) {
  Situation {
    running = List.copyOf(running);
    waiting = List.copyOf(waiting);
  }

  /**
   * A request that has had its turn.
   *
   * @param rows still in flight
   * @param evaluationsLeft of each image, on average
   */
  record Running(Place place, int rows, double evaluationsLeft) implements Pace.Runner {}

  /**
   * The denoiser's replicas.
   *
   * @param efficiency what the tier was measured to do, over what its batch curves allow
   * @param rowsInFlight bound for all running requests; 0 means two full batches per replica
   */
  record Tier(int replicas, double efficiency, int rowsInFlight) {
    private static final int BATCHES_PER_REPLICA = 2;
    private static final double ROUNDING = 1e-6;

    /** Replica time done per time. */
    double supply() {
      return replicas * efficiency;
    }

    /** The part of what may be in flight that so many rows of that size take. */
    double occupancy(int rows, Cost cost) {
      return occupancy(rows, (double) rows / cost.row().budget());
    }

    /**
     * The part of what may be in flight that is.
     *
     * @param rows of any size
     * @param batches the same, in full batches
     */
    double occupancy(int rows, double batches) {
      return rowsInFlight > 0
          ? (double) rows / rowsInFlight
          : batches / (BATCHES_PER_REPLICA * replicas);
    }

    /**
     * Whether one more request may begin. It need not fit: the last one may exceed the bound by its
     * own rows, or a large request would wait until small ones have left the denoiser idle.
     */
    static boolean hasRoom(double occupancy) {
      return occupancy < 1 - ROUNDING;
    }
  }

  Situation withWaiting(List<Place> inOrder) {
    return new Situation(nowNanos, tier, companyNanos, running, inOrder);
  }

  /** When a request has its turn and when it is done, on admission's clock. */
  record Span(double startNanos, double endNanos) {}
}
