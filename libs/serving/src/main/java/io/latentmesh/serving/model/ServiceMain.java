package io.latentmesh.serving.model;

import io.latentmesh.serving.NameCaches;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsException;
import io.latentmesh.serving.SettingsSources;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a process that holds one model, from settings to drain. */
public final class ServiceMain {
  /** Exit code of a process whose settings cannot be used. */
  public static final int BAD_SETTINGS = 2;

  /** Exit code of a process whose model cannot be loaded. */
  public static final int NO_MODEL = 1;

  private static final Logger log = LoggerFactory.getLogger(ServiceMain.class);

  private ServiceMain() {}

  /**
   * Runs a service until SIGTERM has drained it.
   *
   * @param settings the service's mapping
   * @param start starts the server and begins to load
   * @return the exit code
   */
  public static <S> int run(
      SettingsSources sources, Class<S> settings, Function<S, ModelServer> start) {
    NameCaches.keepBriefly();
    ModelServer server;
    try {
      server = start.apply(Settings.load(settings, sources));
    } catch (SettingsException e) {
      log.error("event=settings_refused problems=\"{}\"", e.getMessage());
      return BAD_SETTINGS;
    }
    server.drainOnSigterm();
    try {
      server.awaitServing();
    } catch (ModelLoadException e) {
      log.error("event=model_refused problem=\"{}\"", e.getMessage(), e);
      server.drain();
      return NO_MODEL;
    }
    server.awaitTermination();
    return 0;
  }

  /**
   * The process's environment, and the settings file named by the first argument if there is one.
   */
  public static SettingsSources sources(String... arguments) {
    SettingsSources environment = SettingsSources.process(System.getenv());
    return arguments.length == 0 ? environment : environment.withFile(Path.of(arguments[0]));
  }
}
