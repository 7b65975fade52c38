package io.latentmesh.orchestrator;

import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsException;
import io.latentmesh.serving.model.ServiceMain;

/**
 * The orchestrator as a process: settings from an optional file and the environment, drained on
 * SIGTERM.
 */
public final class OrchestratorMain {
  private OrchestratorMain() {}

  public static void main(String[] args) {
    OrchestratorSettings settings;
    try {
      settings = Settings.load(OrchestratorSettings.class, ServiceMain.sources(args));
    } catch (SettingsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    var server = OrchestratorServer.start(settings);
    server.process().drainOnSigterm();
    server.process().awaitTermination();
  }
}
