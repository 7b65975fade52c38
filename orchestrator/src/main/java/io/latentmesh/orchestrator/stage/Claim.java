package io.latentmesh.orchestrator.stage;

/**
 * Whose work an image is and how much of it there is: what a denoiser orders its rows by.
 *
 * @param tenant who shares the device with other tenants; empty is a tenant of its own
 * @param weight of the tenant, finite and above 0
 * @param evaluations that the image will ask for
 */
public record Claim(String tenant, double weight, Priority priority, int evaluations) {
  public Claim {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("weight must be finite and above 0, was " + weight);
    }
  }
}
