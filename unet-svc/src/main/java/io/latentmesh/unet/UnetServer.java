package io.latentmesh.unet;

import io.latentmesh.serving.GrpcProcess;
import io.latentmesh.serving.Metrics;
import io.latentmesh.serving.model.ModelMetrics;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.serving.model.ModelSlot;

/** Puts {@code unet-svc} together. */
public final class UnetServer {
  private static final String NAME = "unet-svc";

  private UnetServer() {}

  /** Listens at once and loads the model in the background. */
  public static ModelServer start(UnetSettings settings) {
    return start(settings, new ModelOnDisk(settings.model()));
  }

  /**
   * The same with a model that is there already; what the settings say about the model is ignored.
   * The caller closes what it holds after the server has ended.
   */
  public static ModelServer start(UnetSettings settings, HostedModel model) {
    return start(settings, () -> new ModelOpening.Opened(model, () -> {}));
  }

  private static ModelServer start(UnetSettings settings, ModelOpening opening) {
    Metrics metrics = Metrics.create(NAME);
    ModelSlot<LoadedDenoiser> models = new ModelSlot<>();
    ServingWatch watch = new ServingWatch();
    DenoiserService service =
        new DenoiserService(
            models,
            settings.limits(),
            () -> settings.replica().orElseGet(() -> watch.address(settings.server().host())),
            System::nanoTime);
    Observers observers =
        new Observers(
            new ModelMetrics(metrics.registry()), new EngineMetrics(metrics.registry()), watch);
    observers.engine().streams(service::activeStreams);
    GrpcProcess.Builder process =
        GrpcProcess.builder(NAME, settings.server(), metrics)
            .directService(service)
            .onDrain(service::drain)
            .closeLast(metrics);
    ModelServer server =
        ModelServer.start(process, new DenoiserLoader(settings, opening, models, observers));
    watch.started(server);
    return server;
  }
}
