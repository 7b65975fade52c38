package io.latentmesh.textencoder;

import io.latentmesh.serving.GrpcProcess;
import io.latentmesh.serving.Metrics;
import io.latentmesh.serving.model.ForwardMetrics;
import io.latentmesh.serving.model.ModelMetrics;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.serving.model.ModelShelf;

/** Puts {@code text-encoder-svc} together. */
public final class TextEncoderServer {
  private static final String NAME = "text-encoder-svc";

  private TextEncoderServer() {}

  /** Listens at once and loads models in the background. */
  public static ModelServer start(TextEncoderSettings settings) {
    Metrics metrics = Metrics.create(NAME);
    ModelShelf<LoadedTextEncoder> models =
        new ModelShelf<>(settings.modelMemory(), new ModelMetrics(metrics.registry()));
    ForwardMetrics forwards = new ForwardMetrics(metrics.registry(), "encode");
    GrpcProcess.Builder process =
        GrpcProcess.builder(NAME, settings.server(), metrics)
            .service(new TextEncoderService(models, forwards))
            .closeLast(metrics);
    return ModelServer.start(process, models, new TextEncoderOffers(settings, forwards));
  }
}
