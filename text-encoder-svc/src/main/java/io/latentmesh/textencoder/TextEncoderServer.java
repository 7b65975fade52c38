package io.latentmesh.textencoder;

import io.latentmesh.serving.GrpcProcess;
import io.latentmesh.serving.Metrics;
import io.latentmesh.serving.Observation;
import io.latentmesh.serving.model.ForwardMetrics;
import io.latentmesh.serving.model.ModelMetrics;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.serving.model.ModelShelf;
import io.latentmesh.serving.tracing.Tracing;

/** Puts {@code text-encoder-svc} together. */
public final class TextEncoderServer {
  private static final String NAME = "text-encoder-svc";

  private TextEncoderServer() {}

  /** Listens at once and loads models in the background. */
  public static ModelServer start(TextEncoderSettings settings) {
    Observation observation = Observation.begin(NAME, Tracing.Place.INSIDE, settings.tracing());
    Metrics metrics = observation.metrics();
    ModelShelf<LoadedTextEncoder> models =
        new ModelShelf<>(settings.modelMemory(), new ModelMetrics(metrics.registry()));
    ForwardMetrics forwards = new ForwardMetrics(metrics.registry(), "encode");
    GrpcProcess.Builder process =
        GrpcProcess.builder(NAME, settings.server(), observation)
            .service(new TextEncoderService(models, forwards))
            .closeLast(observation);
    return ModelServer.start(process, models, new TextEncoderOffers(settings, forwards));
  }
}
