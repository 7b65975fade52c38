package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.stage.Priority;
import java.util.Map;

/**
 * What is going on, for series and tests.
 *
 * @param rowsPerSecond predicted for the size last asked for; 0 while unknown
 */
record QueueState(Queued queued, Running running, double rowsPerSecond) {

  /**
   * Requests that wait.
   *
   * @param byPriority without those that nobody has
   * @param tenants that have requests here, waiting or running
   */
  record Queued(Map<Priority, Integer> byPriority, double oldestSeconds, int tenants) {
    Queued {
      byPriority = Map.copyOf(byPriority);
    }

    int of(Priority priority) {
      return byPriority.getOrDefault(priority, 0);
    }

    int inAll() {
      return byPriority.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /**
   * Requests that have had their turn.
   *
   * @param imagesFinishing that the denoiser is done with and the autoencoder is not
   */
  record Running(int requests, int rowsInFlight, int imagesFinishing) {}
}
