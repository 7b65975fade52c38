package io.latentmesh.orchestrator;

import io.latentmesh.serving.NameCaches;
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
    NameCaches.keepBriefly();
    OrchestratorServer server;
    try {
      server =
          OrchestratorServer.start(
              Settings.load(OrchestratorSettings.class, ServiceMain.sources(args)));
    } catch (SettingsException e) {
      System.err.println(e.getMessage());
      System.exit(ServiceMain.BAD_SETTINGS);
      return;
    }
    server.process().drainOnSigterm();
    server.process().awaitTermination();
  }
}
