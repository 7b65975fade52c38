package io.latentmesh.unet.engine;

/**
 * Service received so far: what a policy remembers, as a value.
 *
 * @param tenants row-steps divided by weight
 * @param kinds nanoseconds of the device divided by the mean weight of the rows
 * @param nextRescueNanos when a starving row may go first again, on the engine's clock
 */
public record Shares(
    VirtualTime<String> tenants, VirtualTime<Row.Kind> kinds, long nextRescueNanos) {
  /** Nobody has received anything. */
  public static Shares none() {
    return new Shares(VirtualTime.start(), VirtualTime.start(), Long.MIN_VALUE);
  }
}
