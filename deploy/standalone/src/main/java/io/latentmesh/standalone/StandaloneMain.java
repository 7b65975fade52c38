package io.latentmesh.standalone;

import io.latentmesh.serving.NameCaches;
import io.latentmesh.serving.SettingsException;
import io.latentmesh.serving.model.ModelLoadException;
import io.latentmesh.serving.model.ServiceMain;

/**
 * All services as one process: settings from the environment, drained on SIGTERM. What is said of
 * the server, such as {@code LATENTMESH_SERVER_PORT}, is said of the public API; the stages listen
 * on free ports of the loopback interface.
 */
public final class StandaloneMain {
  private StandaloneMain() {}

  public static void main(String[] arguments) {
    NameCaches.keepBriefly();
    int code = run();
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run() {
    Standalone mesh;
    try {
      mesh = Standalone.process(System.getenv());
    } catch (SettingsException | ModelLoadException e) {
      System.err.println(e.getMessage());
      return e instanceof SettingsException ? ServiceMain.BAD_SETTINGS : ServiceMain.NO_MODEL;
    }
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("standalone-drain").unstarted(mesh::close));
    mesh.vae().awaitTermination(); // the one that is closed last
    return 0;
  }
}
