package io.latentmesh.bench.chaos;

import java.util.List;

/** The processes of one mesh, and what can be done to them. Any thread. */
public interface Processes extends AutoCloseable {
  /** host:port of the public API. */
  String address();

  /** The orchestrator's metrics page. */
  String orchestratorMetrics();

  /** Metrics pages of the denoiser's replicas. */
  List<String> denoiserMetrics();

  /** Names of the model tiers' processes, by tier. */
  List<List<String>> tiers();

  /** What can be done to a process; a seed chooses among them by their order. */
  List<Fault.Kind> kinds();

  /**
   * Does it, and returns when it is done. To undo it is to start a process that has ended, with the
   * same settings, and to wait until it serves.
   */
  Injury hurt(Fault.Kind kind, String name);

  @Override
  void close();
}
