package io.latentmesh.orchestrator;

import io.grpc.ServerInterceptor;
import io.latentmesh.orchestrator.access.Access;
import io.latentmesh.orchestrator.edge.AccessMeters;
import io.latentmesh.orchestrator.edge.GrpcAccess;
import io.latentmesh.orchestrator.edge.GrpcTenant;
import io.latentmesh.serving.Profile;
import io.latentmesh.serving.SettingsException;
import io.latentmesh.serving.files.UnusableFileException;
import io.latentmesh.serving.files.WatchedFiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;

/** The door of the public API: tokens from a file that is followed, or the tenant as it is told. */
final class AccessFile implements AutoCloseable {
  private static final String NAME = "tokens";

  private volatile boolean closed;

  /**
   * Opens the door; following the file ends with {@link #close}.
   *
   * @throws SettingsException if the file cannot be used, or none is set where one is needed
   */
  ServerInterceptor interceptor(OrchestratorSettings settings, MeterRegistry registry) {
    AccessSettings access = settings.access();
    if (access.file().isPresent()) {
      return tokens(access, access.file().get(), registry);
    }
    if (settings.server().profile() == Profile.PRODUCTION && !access.open()) {
      throw new SettingsException(
          List.of(
              "latentmesh.access.file: must be set where latentmesh.server.profile is production"
                  + " (or, if everybody who reaches the port may call,"
                  + " latentmesh.access.open=true), got nothing"));
    }
    return new GrpcTenant();
  }

  @Override
  public void close() {
    closed = true;
  }

  private ServerInterceptor tokens(AccessSettings settings, Path file, MeterRegistry registry) {
    var access = new Access(System::nanoTime);
    var watched = new WatchedFiles(NAME, List.of(file), access, registry);
    try {
      watched.load();
    } catch (UnusableFileException e) {
      throw new SettingsException(
          List.of("latentmesh.access.file: " + file + ": " + e.getMessage()));
    }
    watched.watch(settings.reloadEvery(), () -> closed);
    return new GrpcAccess(access, new AccessMeters(registry));
  }
}
