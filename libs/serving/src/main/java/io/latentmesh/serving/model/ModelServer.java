package io.latentmesh.serving.model;

import io.latentmesh.serving.GrpcProcess;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A gRPC process around one model: listens at once, not serving; loads in the background, so that
 * several start side by side; serves when the model is warm. Closing drains.
 */
public final class ModelServer implements AutoCloseable {
  private final GrpcProcess process;
  private final CompletableFuture<AutoCloseable> model;
  private final CompletableFuture<Void> serving = new CompletableFuture<>();

  private ModelServer(GrpcProcess process, CompletableFuture<AutoCloseable> model) {
    this.process = process;
    this.model = model;
  }

  /** Starts the server and begins to load. */
  public static ModelServer start(GrpcProcess.Builder builder, ModelLoader loader) {
    CompletableFuture<AutoCloseable> model = new CompletableFuture<>();
    GrpcProcess process = builder.closeLast(() -> closeWhenLoaded(model)).start();
    ModelServer server = new ModelServer(process, model);
    Thread.ofPlatform().name("model-loading").start(() -> server.load(loader));
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

  private void load(ModelLoader loader) {
    try {
      model.complete(loader.load());
      process.serving();
      serving.complete(null);
    } catch (Exception
        | Error e) { // the thread's outermost frame: a missing class must be told, too
      model.completeExceptionally(e);
      serving.completeExceptionally(e);
    }
  }

  private static void closeWhenLoaded(CompletableFuture<AutoCloseable> model) throws Exception {
    AutoCloseable loaded = model.exceptionally(_ -> () -> {}).join();
    loaded.close();
  }
}
