package io.latentmesh.orchestrator.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Calls that were refused for who made them, from zero on. Thread-safe. */
public final class AccessMeters {
  private final Map<Refused, Counter> refused = new EnumMap<>(Refused.class);

  public AccessMeters(MeterRegistry registry) {
    for (Refused reason : Refused.values()) {
      refused.put(
          reason,
          Counter.builder("latentmesh.access.refusals")
              .description("Calls of the public API refused for who made them")
              .tag("reason", reason.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  /** Why. */
  enum Refused {
    TOKEN_MISSING,
    TOKEN_UNKNOWN,
    TENANT,
    PRIORITY
  }

  void refused(Refused reason) {
    Counter counter = refused.get(reason);
    if (counter == null) {
      throw new IllegalStateException("no series for " + reason);
    }
    counter.increment();
  }
}
