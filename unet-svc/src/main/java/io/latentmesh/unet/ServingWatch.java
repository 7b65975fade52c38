package io.latentmesh.unet;

import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.unet.engine.DeviceWatch;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells health checks whether the device can be used. */
final class ServingWatch implements DeviceWatch {
  private static final Logger log = LoggerFactory.getLogger(ServingWatch.class);

  private final CompletableFuture<ModelServer> server = new CompletableFuture<>();

  /** The server to speak for; what was said before is said then. */
  void started(ModelServer started) {
    server.complete(started);
  }

  /** {@code host:port} of the server; the port is 0 for the moment in which it starts. */
  String address(String host) {
    ModelServer started = server.getNow(null);
    return host + ":" + (started == null ? 0 : started.port());
  }

  /** A forward does not come back. */
  void stuck() {
    log.error("event=engine_stuck");
    var _ = server.thenAccept(ModelServer::stuck);
  }

  /** It has come back. */
  void unstuck() {
    log.warn("event=engine_unstuck");
    var _ = server.thenAccept(ModelServer::unstuck);
  }

  @Override
  public void broken(Throwable failure) {
    log.error("event=device_broken", failure);
    var _ = server.thenAccept(ModelServer::notServing);
  }

  @Override
  public void works() {
    log.info("event=device_works");
    var _ = server.thenAccept(ModelServer::serving);
  }
}
