package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.stage.Priority;

/**
 * A request's place: all that is decided about it by when it came and what it wants. Never changes.
 *
 * @param id rising in order of arrival
 * @param arrivedNanos on admission's clock
 * @param deadlineNanos on admission's clock; {@link #NO_DEADLINE} without one
 * @param fairTag where its tenant's share puts it: the lower, the sooner (start-time fair queueing)
 */
record Place(
    long id, Owner owner, long arrivedNanos, long deadlineNanos, double fairTag, Cost cost) {
  static final long NO_DEADLINE = Long.MAX_VALUE;

  /** Whose it is. */
  record Owner(String tenant, TenantLimits limits, Priority priority) {}

  boolean hasDeadline() {
    return deadlineNanos != NO_DEADLINE;
  }

  Priority priority() {
    return owner.priority();
  }
}
