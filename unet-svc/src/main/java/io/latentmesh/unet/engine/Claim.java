package io.latentmesh.unet.engine;

/**
 * Whose rows they are and how much there is to come: what rows are ordered by. One object for each
 * stream (image), shared by all its rows; streams are counted by its identity.
 */
public final class Claim {
  /**
   * Who shares the device with others.
   *
   * @param name empty is a tenant like any other
   * @param weight against other tenants, finite and above 0
   */
  public record Tenant(String name, double weight) {
    public Tenant {
      if (!(weight > 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("weight must be finite and above 0, was " + weight);
      }
    }
  }

  private final Tenant tenant;
  private final Urgency priority;
  private final int evaluations;
  private final long openedNanos;

  /**
   * The claim of an image whose stream opens now.
   *
   * @param evaluations expected in all, 0 when unknown; a hint, never a limit
   * @param openedNanos a reading of the engine's clock
   */
  public Claim(Tenant tenant, Urgency priority, int evaluations, long openedNanos) {
    if (evaluations < 0) {
      throw new IllegalArgumentException("evaluations must be at least 0, was " + evaluations);
    }
    this.tenant = tenant;
    this.priority = priority;
    this.evaluations = evaluations;
    this.openedNanos = openedNanos;
  }

  public String tenant() {
    return tenant.name();
  }

  public double weight() {
    return tenant.weight();
  }

  public Urgency priority() {
    return priority;
  }

  /** Expected in all, 0 when unknown. */
  public int evaluations() {
    return evaluations;
  }

  /** When the image's stream opened, on the engine's clock. */
  public long openedNanos() {
    return openedNanos;
  }
}
