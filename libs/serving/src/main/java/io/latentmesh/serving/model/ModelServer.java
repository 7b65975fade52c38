package io.latentmesh.serving.model;

import io.latentmesh.serving.GrpcProcess;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A gRPC process around models: listens at once, not serving; loads in the background, so that
 * several start side by side; serves when the resident models are warm. Closing drains.
 */
public final class ModelServer implements AutoCloseable {
  private final GrpcProcess process;
  private final CompletableFuture<Void> serving;

  private ModelServer(GrpcProcess process, CompletableFuture<Void> serving) {
    this.process = process;
    this.serving = serving;
  }

  /**
   * Starts the server and begins to load.
   *
   * @param shelf without models yet; closed after the server has ended
   */
  public static <M> ModelServer start(
      GrpcProcess.Builder builder, ModelShelf<M> shelf, ModelOffers<M> offers) {
    CompletableFuture<Void> serving = new CompletableFuture<>();
    GrpcProcess process = builder.closeLast(() -> closeWhenLoaded(serving, shelf)).start();
    ModelServer server = new ModelServer(process, serving);
    Thread.ofPlatform().name("model-loading").start(() -> server.load(shelf, offers));
    return server;
  }

  /**
   * Waits until the model is warm and the process serves.
   *
   * @throws ModelLoadException when it could not be loaded; the process goes on, not serving
   */
  public void awaitServing() {
    try {
      serving.join();
    } catch (CompletionException e) {
      throw new ModelLoadException(e.getCause() == null ? e : e.getCause());
    }
  }

  /** The model that stopped working works again: health checks are told so, unless it drains. */
  public void serving() {
    process.serving();
  }

  /** The model is there and does not work: health checks are told so; calls are answered still. */
  public void notServing() {
    process.notServing();
  }

  /** The model does not come back from a forward: liveness probes are told so. */
  public void stuck() {
    process.stuck();
  }

  /** It has come back after all. */
  public void unstuck() {
    process.unstuck();
  }

  /** The port for calls. */
  public int port() {
    return process.port();
  }

  /** The port of the metrics page, or -1 without one. */
  public int metricsPort() {
    return process.metricsPort();
  }

  /** From now on SIGTERM drains before the process ends. */
  public void drainOnSigterm() {
    process.drainOnSigterm();
  }

  /** Blocks until the server has ended. */
  public void awaitTermination() {
    process.awaitTermination();
  }

  /** Ends the server in {@link GrpcProcess#drain()}'s order, the model last. */
  public void drain() {
    process.drain();
  }

  @Override
  public void close() {
    process.close();
  }

  private <M> void load(ModelShelf<M> shelf, ModelOffers<M> offers) {
    try {
      shelf.fill(offers.find());
      shelf.loadResidents();
      process.serving();
      serving.complete(null);
    } catch (Exception
        | Error e) { // the thread's outermost frame: a missing class must be told, too
      serving.completeExceptionally(e);
    }
  }

  private static void closeWhenLoaded(CompletableFuture<Void> serving, ModelShelf<?> shelf)
      throws Exception {
    var _ = serving.handle((_, _) -> null).join();
    shelf.close();
  }
}
