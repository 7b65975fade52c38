package io.latentmesh.unet.engine;

import java.util.Map;

/**
 * Service received so far: the state of the policy, as a value.
 *
 * @param tenants row-steps divided by weight
 * @param kinds device time in nanoseconds
 */
public record Shares(Map<String, Double> tenants, Map<Row.Kind, Long> kinds) {
  public Shares {
    tenants = Map.copyOf(tenants);
    kinds = Map.copyOf(kinds);
  }

  /** Nobody has received anything. */
  public static Shares none() {
    return new Shares(Map.of(), Map.of());
  }
}
