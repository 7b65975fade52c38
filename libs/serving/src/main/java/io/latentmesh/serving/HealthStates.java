package io.latentmesh.serving;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * What the process tells health checks, under three kinds of names. Liveness holds from start to
 * end, also while the process drains: who restarts what is not alive must not cut off calls that
 * are running. Only a process that waits for something that will not come says otherwise. Startup
 * holds from the moment at which the process has what it needs of its own. The process as a whole
 * and each service hold while calls are welcome, and no more once a drain begins. Without these
 * statements gRPC would call the process as a whole healthy from its construction. Safe for use by
 * many threads.
 */
final class HealthStates {
  /** Service name for liveness probes. */
  static final String LIVENESS = "liveness";

  /** Service name for startup probes. */
  static final String STARTUP = "startup";

  private final HealthStatusManager manager = new HealthStatusManager();
  private final List<String> names;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private boolean ended;

  HealthStates(List<String> services) {
    this.names =
        Stream.concat(Stream.of(HealthStatusManager.SERVICE_NAME_ALL_SERVICES), services.stream())
            .toList();
    manager.setStatus(LIVENESS, ServingStatus.SERVING);
    manager.setStatus(STARTUP, ServingStatus.NOT_SERVING);
    tell(ServingStatus.NOT_SERVING);
  }

  BindableService service() {
    return manager.getHealthService();
  }

  /** Nothing but a new process helps. */
  void stuck() {
    manager.setStatus(LIVENESS, ServingStatus.NOT_SERVING);
  }

  /** What would not come has come after all. */
  void unstuck() {
    manager.setStatus(LIVENESS, ServingStatus.SERVING);
  }

  /** The process has what it needs of its own; its peers may still be missing. */
  void started() {
    manager.setStatus(STARTUP, ServingStatus.SERVING);
  }

  /** Calls are welcome; the process has started, too. */
  void serving() {
    started();
    tellUnlessEnded(ServingStatus.SERVING);
  }

  void notServing() {
    tellUnlessEnded(ServingStatus.NOT_SERVING);
  }

  /** Calls are not welcome from now on, whatever is said later. */
  void end() {
    lock.lock();
    try {
      ended = true;
      tell(ServingStatus.NOT_SERVING);
    } finally {
      lock.unlock();
    }
  }

  private void tellUnlessEnded(ServingStatus status) {
    lock.lock();
    try {
      if (!ended) {
        tell(status);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell(ServingStatus status) {
    names.forEach(name -> manager.setStatus(name, status));
  }
}
