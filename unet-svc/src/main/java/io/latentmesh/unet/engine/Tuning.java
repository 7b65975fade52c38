package io.latentmesh.unet.engine;

/**
 * What the fair policy is tuned by.
 *
 * @param stretch how many times its unloaded latency an image may take: the deadline of those
 *     without one, and the measure of a comfortable forward; above 1
 * @param patience an evaluation starves when it has waited so many times its image's unloaded
 *     latency; at least {@code stretch}
 * @param holdShare of a forward's time that the device may wait for rows on their way, from 0
 *     (never) to 1
 */
public record Tuning(double stretch, double patience, double holdShare) {
  public Tuning {
    check(stretch > 1, "stretch must be above 1, was ", stretch);
    check(patience >= stretch, "patience must be at least stretch, was ", patience);
    check(holdShare >= 0 && holdShare <= 1, "holdShare must be from 0 to 1, was ", holdShare);
  }

  /** What the service uses. */
  public static Tuning standard() {
    return new Tuning(3, 10, 0.2);
  }

  private static void check(boolean holds, String problem, double value) {
    if (!holds) {
      throw new IllegalArgumentException(problem + value);
    }
  }
}
