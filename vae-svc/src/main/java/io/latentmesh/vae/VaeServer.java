package io.latentmesh.vae;

import io.latentmesh.serving.GrpcProcess;
import io.latentmesh.serving.Metrics;
import io.latentmesh.serving.Observation;
import io.latentmesh.serving.model.ModelMetrics;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.serving.model.ModelShelf;
import io.latentmesh.serving.tracing.Tracing;

/** Puts {@code vae-svc} together. */
public final class VaeServer {
  private static final String NAME = "vae-svc";

  private VaeServer() {}

  /** Listens at once and loads models in the background. */
  public static ModelServer start(VaeSettings settings) {
    Observation observation = Observation.begin(NAME, Tracing.Place.INSIDE, settings.tracing());
    Metrics metrics = observation.metrics();
    ModelShelf<LoadedAutoencoder> models =
        new ModelShelf<>(settings.modelMemory(), new ModelMetrics(metrics.registry()));
    VaeMetrics vaeMetrics = VaeMetrics.of(metrics.registry());
    GrpcProcess.Builder process =
        GrpcProcess.builder(NAME, settings.server(), observation)
            .service(new VaeService(models, settings.limits(), vaeMetrics))
            .closeLast(observation);
    return ModelServer.start(process, models, new AutoencoderOffers(settings, vaeMetrics));
  }
}
