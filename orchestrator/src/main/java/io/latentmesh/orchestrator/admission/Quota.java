package io.latentmesh.orchestrator.admission;

import java.util.OptionalInt;

/**
 * What a caller may have beside its tenant's limits; both hold.
 *
 * @param maxRunning of the tenant's requests, for one of this caller to begin
 * @param maxQueued of the tenant's requests, for one of this caller to wait
 */
public record Quota(OptionalInt maxRunning, OptionalInt maxQueued) {
  /** The tenant's limits alone. */
  public static final Quota NONE = new Quota(OptionalInt.empty(), OptionalInt.empty());

  TenantLimits within(TenantLimits tenant) {
    return new TenantLimits(
        tenant.weight(),
        Math.min(tenant.maxRunning(), maxRunning.orElse(Integer.MAX_VALUE)),
        Math.min(tenant.maxQueued(), maxQueued.orElse(Integer.MAX_VALUE)));
  }
}
