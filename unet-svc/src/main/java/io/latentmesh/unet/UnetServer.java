package io.latentmesh.unet;

import io.latentmesh.serving.GrpcProcess;
import io.latentmesh.serving.Metrics;
import io.latentmesh.serving.Observation;
import io.latentmesh.serving.model.ModelMetrics;
import io.latentmesh.serving.model.ModelOffer;
import io.latentmesh.serving.model.ModelOffers;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.serving.model.ModelShelf;
import io.latentmesh.serving.tracing.Tracing;
import java.util.List;
import java.util.function.Function;

/** Puts {@code unet-svc} together. */
public final class UnetServer {
  private static final String NAME = "unet-svc";

  private UnetServer() {}

  /** Listens at once and loads models in the background. */
  public static ModelServer start(UnetSettings settings) {
    return start(settings, loader -> new DenoiserOffers(settings, loader));
  }

  /**
   * The same with a model that is there already; what the settings say about the model is ignored.
   * The caller closes what it holds after the server has ended.
   */
  public static ModelServer start(UnetSettings settings, HostedModel model) {
    String name = model.description().getIdentity().getName();
    ModelOpening opening = () -> new ModelOpening.Opened(model, () -> {});
    return start(
        settings,
        loader -> () -> List.of(ModelOffer.resident(name, 0, () -> loader.load(opening))));
  }

  private static ModelServer start(
      UnetSettings settings, Function<DenoiserLoader, ModelOffers<LoadedDenoiser>> offers) {
    Observation observation = Observation.begin(NAME, Tracing.Place.INSIDE, settings.tracing());
    Metrics metrics = observation.metrics();
    ModelShelf<LoadedDenoiser> models =
        new ModelShelf<>(settings.modelMemory(), new ModelMetrics(metrics.registry()));
    ServingWatch watch = new ServingWatch();
    DenoiserService service =
        new DenoiserService(
            models,
            settings.limits(),
            () -> settings.replica().orElseGet(() -> watch.address(settings.server().host())),
            System::nanoTime);
    Observers observers = new Observers(new EngineMetrics(metrics.registry()), watch);
    observers.engine().streams(service::activeStreams);
    observers.engine().queues(() -> models.loaded().stream().map(LoadedDenoiser::queue).toList());
    long stuckAfter = settings.batching().stuckAfter().toNanos();
    StuckWatch stuck =
        new StuckWatch(
            () ->
                models.loaded().stream().anyMatch(model -> model.queue().stuck().test(stuckAfter)),
            watch);
    GrpcProcess.Builder process =
        GrpcProcess.builder(NAME, settings.server(), observation)
            .directService(service)
            .onDrain(service::drain)
            .closeLast(observation)
            .closeLast(stuck.start());
    ModelServer server =
        ModelServer.start(
            process, models, offers.apply(new DenoiserLoader(settings.batching(), observers)));
    watch.started(server);
    return server;
  }
}
