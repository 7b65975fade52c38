package io.latentmesh.orchestrator.admission;

import java.util.HashMap;
import java.util.Map;

/**
 * Start-time fair queueing among tenants (Goyal, Vin and Cheng 1996): a request's tag is when it
 * would begin if each tenant had a server of its own with a speed of its weight. Remembers only
 * tenants that have requests here. Not thread-safe.
 */
final class FairShares {
  private final Map<String, Tenant> tenants = new HashMap<>();
  private double virtualTime;

  private static final class Tenant {
    private int requests;
    private int running;
    private double busyUntil;
  }

  /** The tag that the tenant's next request gets. */
  double tag(String tenant) {
    Tenant known = tenants.get(tenant);
    return known == null ? virtualTime : Math.max(virtualTime, known.busyUntil);
  }

  void admitted(Place place) {
    Tenant tenant = tenants.computeIfAbsent(place.owner().tenant(), unseen -> new Tenant());
    tenant.requests++;
    tenant.busyUntil = place.fairTag() + share(place);
  }

  void began(Place place) {
    require(place).running++;
    virtualTime = Math.max(virtualTime, place.fairTag());
  }

  /** Left without having begun: its share was not used. */
  void left(Place place) {
    require(place).busyUntil -= share(place);
    forget(place);
  }

  void ended(Place place) {
    require(place).running--;
    forget(place);
  }

  boolean mayBegin(Place place) {
    return require(place).running < place.owner().limits().maxRunning();
  }

  /** Tenants with requests here. */
  int tracked() {
    return tenants.size();
  }

  /** Above 0 also where no time is known yet, so that requests count. */
  private static double share(Place place) {
    return (1 + place.cost().workNanos()) / place.owner().limits().weight();
  }

  private void forget(Place place) {
    if (--require(place).requests == 0) {
      tenants.remove(place.owner().tenant());
    }
  }

  private Tenant require(Place place) {
    Tenant tenant = tenants.get(place.owner().tenant());
    if (tenant == null) {
      throw new IllegalStateException("no requests of tenant " + place.owner().tenant());
    }
    return tenant;
  }
}
