package io.latentmesh.orchestrator.faults;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.latentmesh.orchestrator.peer.InProcessTier;
import io.latentmesh.orchestrator.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The replicas of one tier, with the faults that happen to them as a whole. Thread-safe. */
final class FaultyTier {
  private final History history;
  private final List<FaultyReplica> replicas = new ArrayList<>();
  private final List<PausableExecutor> threads = new ArrayList<>();
  private final List<HealthStatusManager> health = new ArrayList<>();
  private final InProcessTier tier;

  /**
   * @param service a new one each time
   */
  FaultyTier(Stage stage, List<Fault> faults, History history, Supplier<BindableService> service) {
    this.history = history;
    for (int i = 0; i < FaultyMesh.replicas(stage); i++) {
      int number = i;
      replicas.add(
          new FaultyReplica(
              faults.stream()
                  .filter(fault -> fault.tier() == stage && fault.replica() == number)
                  .toList(),
              this));
      threads.add(new PausableExecutor());
      health.add(new HealthStatusManager());
    }
    Executor callbacks =
        stage == Stage.UNET ? Runnable::run : task -> Thread.ofVirtual().start(task);
    tier = new InProcessTier(replicas.size(), callbacks, number -> replica(number, service.get()));
  }

  InProcessTier tier() {
    return tier;
  }

  History history() {
    return history;
  }

  void happen(Fault fault) {
    int number = fault.replica();
    switch (fault.kind()) {
      case HANG_REPLICA -> {
        history.faultBegins();
        threads.get(number).pause();
        Faults.after(
            fault.millis(),
            () -> {
              threads.get(number).resume();
              history.faultEnds();
            });
      }
      case KILL -> {
        history.faultBegins();
        Thread.ofVirtual().start(() -> tier.kill(number));
        Faults.after(fault.millis(), () -> restart(number));
      }
      case DRAIN -> {
        history.faultBegins();
        health.get(number).setStatus("", ServingStatus.NOT_SERVING);
        replicas.get(number).announceDraining();
        Faults.after(fault.millis() / 2, () -> tier.shutdown(number));
        Faults.after(fault.millis(), () -> restart(number));
      }
      case NOT_SERVING -> {
        history.faultBegins();
        health.get(number).setStatus("", ServingStatus.NOT_SERVING);
        Faults.after(
            fault.millis(),
            () -> {
              health.get(number).setStatus("", ServingStatus.SERVING);
              history.faultEnds();
            });
      }
      default -> throw new IllegalArgumentException(fault.toString());
    }
  }

  private void restart(int number) {
    health.get(number).setStatus("", ServingStatus.SERVING);
    tier.restart(number);
    history.faultEnds();
  }

  private InProcessTier.Replica replica(int number, BindableService service) {
    return new InProcessTier.Replica(
        List.of(
            ServerInterceptors.intercept(service, replicas.get(number)),
            health.get(number).getHealthService().bindService()),
        threads.get(number));
  }
}
