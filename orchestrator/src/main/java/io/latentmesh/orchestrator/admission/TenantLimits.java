package io.latentmesh.orchestrator.admission;

/**
 * What one tenant may have.
 *
 * @param weight its share among tenants that want more than there is; finite and above 0
 * @param maxRunning requests that run at once; more wait
 * @param maxQueued requests that wait, or whose texts are being encoded; more are refused
 */
public record TenantLimits(double weight, int maxRunning, int maxQueued) {
  public TenantLimits {
    if (!(weight > 0) || Double.isInfinite(weight) || maxRunning < 1 || maxQueued < 1) {
      throw new IllegalArgumentException(
          "weight must be finite and above 0, the limits at least 1, got %s, %d and %d"
              .formatted(weight, maxRunning, maxQueued));
    }
  }
}
