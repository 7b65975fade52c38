package io.latentmesh.unet;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.runtime.DenoiserModel;
import io.latentmesh.networks.runtime.LatentShape;
import io.latentmesh.networks.runtime.SessionSettings;
import io.latentmesh.serving.model.ModelLoader;
import io.latentmesh.serving.model.ModelMetrics;
import io.latentmesh.serving.model.ModelSlot;
import io.latentmesh.unet.engine.EngineLoop;
import io.latentmesh.unet.engine.FirstComeFirstServed;
import io.latentmesh.unet.engine.StepEngine;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/** Reads the denoiser, runs it once and starts its engine. */
final class DenoiserLoader implements ModelLoader {
  private final UnetSettings settings;
  private final ModelSlot<LoadedDenoiser> models;
  private final ModelMetrics modelMetrics;
  private final EngineMetrics engineMetrics;

  DenoiserLoader(
      UnetSettings settings,
      ModelSlot<LoadedDenoiser> models,
      MeterRegistry registry,
      EngineMetrics engineMetrics) {
    this.settings = settings;
    this.models = models;
    this.modelMetrics = new ModelMetrics(registry);
    this.engineMetrics = engineMetrics;
  }

  @Override
  public AutoCloseable load() {
    long begin = System.nanoTime();
    DiffusersFolder folder = DiffusersFolder.open(settings.model().path());
    String name = settings.model().name().orElseGet(folder::name);
    DenoiserModel model =
        DenoiserModel.load(
            folder, new SessionSettings(settings.model().provider(), settings.model().threads()));
    try {
      warmUp(model, folder.textConfig().positions());
      DenoiserServiceGetModelResponse description =
          DenoiserDescription.of(name, folder, model.identity());
      EngineLoop engine = startEngine(model);
      models.hold(name, new LoadedDenoiser(description, engine::submit));
      modelMetrics.ready(labels(description), Duration.ofNanos(System.nanoTime() - begin));
      return () -> {
        engine.close();
        model.close();
      };
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private EngineLoop startEngine(DenoiserModel model) {
    StepEngine engine =
        new StepEngine(
            new FirstComeFirstServed(settings.batching().maxRows()),
            new OnnxDenoiser(model),
            engineMetrics,
            System::nanoTime);
    engineMetrics.queue(engine::waiting);
    return EngineLoop.start("unet-engine", engine);
  }

  /** The sizes that a guided and an unguided image of the model's own size will ask for. */
  private static void warmUp(DenoiserModel model, int tokens) {
    int side = model.config().sampleSize();
    LatentShape shape = new LatentShape(model.config().inChannels(), side, side);
    model.warmUp(1, shape, tokens);
    model.warmUp(2, shape, tokens);
  }

  private static Tags labels(DenoiserServiceGetModelResponse description) {
    var identity = description.getIdentity();
    return Tags.of(
        "model", identity.getName(),
        "architecture", identity.getArchitecture(),
        "provider", identity.getProvider(),
        "sha256", identity.getSha256());
  }
}
