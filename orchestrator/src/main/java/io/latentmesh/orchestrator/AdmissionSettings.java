package io.latentmesh.orchestrator;

import io.latentmesh.orchestrator.admission.AdmissionLimits;
import io.latentmesh.orchestrator.admission.TenantLimits;
import io.latentmesh.serving.settings.Factor;
import io.latentmesh.serving.settings.NonNegativeInt;
import io.latentmesh.serving.settings.PositiveInt;
import io.latentmesh.serving.settings.TimeSpan;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** How much may wait, and how much may run. */
public interface AdmissionSettings {
  /** Requests in the queue. */
  @WithDefault("256")
  @WithConverter(PositiveInt.class)
  int maxQueued();

  /** Longest wait; a request that is predicted to wait longer is refused. */
  @WithDefault("30s")
  @WithConverter(TimeSpan.class)
  Duration maxQueueAge();

  /** Denoiser rows of requests that run at once; 0 means two full batches per replica. */
  @WithDefault("0")
  @WithConverter(NonNegativeInt.class)
  int rowsInFlight();

  /** A request is refused unless this many times its predicted time is left to its deadline. */
  @WithDefault("1.4")
  @WithConverter(Factor.class)
  double deadlineSafety();

  /** Of each tenant that {@link #tenants} does not name; the empty name is one, too. */
  TenantSettings otherTenants();

  /** By tenant. */
  Map<String, TenantSettings> tenants();

  /** What one tenant may have. */
  interface TenantSettings {
    /** Its share beside other tenants. */
    @WithDefault("1")
    @WithConverter(Factor.class)
    double weight();

    /** Requests that run at once; more wait. */
    @WithDefault("2147483647")
    @WithConverter(PositiveInt.class)
    int maxRunning();

    /** Requests in the queue; more are refused. */
    @WithDefault("2147483647")
    @WithConverter(PositiveInt.class)
    int maxQueued();

    default TenantLimits toLimits() {
      return new TenantLimits(weight(), maxRunning(), maxQueued());
    }
  }

  default AdmissionLimits toLimits() {
    Map<String, TenantLimits> named =
        tenants().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toLimits()));
    return new AdmissionLimits(
        maxQueued(),
        maxQueueAge(),
        rowsInFlight(),
        deadlineSafety(),
        new AdmissionLimits.Tenants(named, otherTenants().toLimits()));
  }
}
