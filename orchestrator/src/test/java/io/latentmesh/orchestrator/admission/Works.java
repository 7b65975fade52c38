package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.BatchCurve;
import io.latentmesh.orchestrator.stage.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Requests, places and limits for tests. A row takes a second, and batches gain nothing. */
final class Works {
  static final RowSize SIZE = new RowSize(new LatentShape(4, 8, 8), 77);
  static final long SECOND = 1_000_000_000L;

  /** One second per row, one row per forward. */
  static final BatchCurve CURVE =
      new BatchCurve(SIZE.latentShape(), SIZE.tokens(), new TreeMap<>(Map.of(1, SECOND)), 1);

  static final TenantLimits UNLIMITED = new TenantLimits(1, 1000, 1000);

  private Works() {}

  /** One image of so many rows, one after the other. */
  static Work work(Priority priority, int evaluations) {
    return work("", priority, Optional.empty(), evaluations);
  }

  static Work work(String tenant, Priority priority, Optional<Duration> timeLeft, int evaluations) {
    return new Work(
        new Work.Caller(tenant, priority, timeLeft),
        new Work.Volume(1, evaluations, 1, SIZE),
        List.of(CURVE));
  }

  static AdmissionLimits limits(int maxQueued, Duration maxAge) {
    return new AdmissionLimits(maxQueued, maxAge, 1, 1, tenants(Map.of()));
  }

  static AdmissionLimits.Tenants tenants(Map<String, TenantLimits> named) {
    return new AdmissionLimits.Tenants(named, UNLIMITED);
  }

  static Cost cost(int rows, int evaluations) {
    return new Cost(rows, evaluations, new Cost.RowTime(SECOND, SECOND, 1), 0, 0);
  }

  /** A place for one row at a time that came at that second. */
  static Place place(long id, Priority priority, long arrivedSeconds) {
    return new Place(
        id,
        new Place.Owner("", UNLIMITED, priority),
        arrivedSeconds * SECOND,
        Place.NO_DEADLINE,
        0,
        cost(1, 10));
  }

  static Place withDeadline(Place place, double seconds) {
    return new Place(
        place.id(),
        place.owner(),
        place.arrivedNanos(),
        (long) (seconds * SECOND),
        place.fairTag(),
        place.cost());
  }

  static Place withTag(Place place, double tag) {
    return new Place(
        place.id(), place.owner(), place.arrivedNanos(), place.deadlineNanos(), tag, place.cost());
  }

  static Place withCost(Place place, Cost cost) {
    return new Place(
        place.id(),
        place.owner(),
        place.arrivedNanos(),
        place.deadlineNanos(),
        place.fairTag(),
        cost);
  }

  static Place withOwner(Place place, String tenant, TenantLimits limits) {
    return new Place(
        place.id(),
        new Place.Owner(tenant, limits, place.priority()),
        place.arrivedNanos(),
        place.deadlineNanos(),
        place.fairTag(),
        place.cost());
  }
}
