package io.latentmesh.serving;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the process tells health checks. Liveness holds from start to drain; the process as a whole
 * and each service hold from "loaded and warm" to drain. Without these statements gRPC would call
 * the process as a whole healthy from its construction.
 */
final class HealthStates {
  /** Service name for liveness probes. */
  static final String LIVENESS = "liveness";

  private final HealthStatusManager manager = new HealthStatusManager();
  private final List<String> names;

  HealthStates(List<String> services) {
    this.names =
        Stream.concat(Stream.of(HealthStatusManager.SERVICE_NAME_ALL_SERVICES), services.stream())
            .toList();
    manager.setStatus(LIVENESS, ServingStatus.SERVING);
    notServing();
  }

  BindableService service() {
    return manager.getHealthService();
  }

  void serving() {
    names.forEach(name -> manager.setStatus(name, ServingStatus.SERVING));
  }

  void notServing() {
    names.forEach(name -> manager.setStatus(name, ServingStatus.NOT_SERVING));
  }

  /** NOT_SERVING from now on, whatever is said later. */
  void end() {
    manager.enterTerminalState();
  }
}
