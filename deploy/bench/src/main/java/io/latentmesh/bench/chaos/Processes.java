package io.latentmesh.bench.chaos;

import java.util.List;

/** The processes of one mesh, and what can be done to them. Any thread. */
public interface Processes {
  /** host:port of the public API. */
  String address();

  /** The orchestrator's metrics page. */
  String orchestratorMetrics();

  /** Metrics pages of the denoiser's replicas. */
  List<String> denoiserMetrics();

  /** Names of the model tiers' processes, by tier. */
  List<List<String>> tiers();

  /** SIGKILL; returns when the process has ended. */
  void kill(String name);

  /** SIGSTOP. */
  void freeze(String name);

  /** SIGCONT. */
  void thaw(String name);

  /** SIGTERM; returns when the process has ended. */
  void drain(String name);

  /**
   * Starts a process that has ended, with the same settings and ports, and waits until it serves.
   */
  void restart(String name);
}
