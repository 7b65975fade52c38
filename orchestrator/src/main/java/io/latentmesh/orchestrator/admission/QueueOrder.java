package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.stage.Priority;
import java.time.Duration;
import java.util.Comparator;

/**
 * Who goes first: the higher priority; then who is due earlier; then whose tenant has had less for
 * its weight; then who came first.
 *
 * <p>Nobody starves while there is only more to do than usual: with each third of the longest wait
 * a request rises by one class, and it is due at the latest when that wait is over. Due times count
 * in whole seconds, so that tenants share what is equally urgent.
 *
 * @param maxAgeNanos the longest wait
 */
record QueueOrder(long maxAgeNanos) {
  private static final long GRID_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int HIGHEST = rank(Priority.INTERACTIVE);

  /** The order as it is at that time; a total one. */
  Comparator<Place> at(long nowNanos) {
    return Comparator.comparingInt((Place place) -> -rank(place, nowNanos))
        .thenComparingLong(this::due)
        .thenComparingDouble(Place::fairTag)
        .thenComparingLong(Place::id);
  }

  private int rank(Place place, long nowNanos) {
    long promotions = (nowNanos - place.arrivedNanos()) / Math.max(1, maxAgeNanos / 3);
    return (int) Math.min(HIGHEST, rank(place.priority()) + promotions);
  }

  private static int rank(Priority priority) {
    return switch (priority) {
      case BEST_EFFORT -> 0;
      case BATCH -> 1;
      case INTERACTIVE -> 2;
    };
  }

  private long due(Place place) {
    long atTheLatest = place.arrivedNanos() + maxAgeNanos;
    return Math.floorDiv(Math.min(place.deadlineNanos(), atTheLatest), GRID_NANOS);
  }
}
