package io.latentmesh.orchestrator.admission;

import java.time.Duration;
import java.util.Map;

/**
 * The bounds of the queue and of what runs.
 *
 * @param maxQueued requests that wait, or whose texts are being encoded
 * @param maxQueueAge longest wait; also what is refused when it is predicted
 * @param rowsInFlight of running requests, in all; 0 means two full batches per replica
 * @param deadlineSafety a request is admitted when this many times its predicted time, and its
 *     predicted wait, is allowed
 */
public record AdmissionLimits(
    int maxQueued, Duration maxQueueAge, int rowsInFlight, double deadlineSafety, Tenants tenants) {

  /**
   * Per-tenant limits.
   *
   * @param others of each tenant that is not named
   */
  public record Tenants(Map<String, TenantLimits> named, TenantLimits others) {
    public Tenants {
      named = Map.copyOf(named);
    }

    TenantLimits of(String tenant) {
      return named.getOrDefault(tenant, others);
    }
  }
}
