package io.latentmesh.unet;

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

/** Opens the denoiser, runs it once and starts its engine. */
final class DenoiserLoader implements ModelLoader {
  private final UnetSettings settings;
  private final ModelOpening opening;
  private final ModelSlot<LoadedDenoiser> models;
  private final ModelMetrics modelMetrics;
  private final EngineMetrics engineMetrics;

  DenoiserLoader(
      UnetSettings settings,
      ModelOpening opening,
      ModelSlot<LoadedDenoiser> models,
      MeterRegistry registry,
      EngineMetrics engineMetrics) {
    this.settings = settings;
    this.opening = opening;
    this.models = models;
    this.modelMetrics = new ModelMetrics(registry);
    this.engineMetrics = engineMetrics;
  }

  @Override
  public AutoCloseable load() throws Exception {
    long begin = System.nanoTime();
    ModelOpening.Opened opened = opening.open();
    try {
      new WarmUp(opened.model()).run();
      DenoiserServiceGetModelResponse description = opened.model().description();
      EngineLoop engine = startEngine(opened.model());
      models.hold(
          description.getIdentity().getName(), new LoadedDenoiser(description, engine::submit));
      modelMetrics.ready(labels(description), Duration.ofNanos(System.nanoTime() - begin));
      return () -> {
        engine.close();
        opened.resources().close();
      };
    } catch (RuntimeException e) {
      opened.resources().close();
      throw e;
    }
  }

  private EngineLoop startEngine(HostedModel model) {
    StepEngine engine =
        new StepEngine(
            new FirstComeFirstServed(settings.batching().maxRows()),
            model.network(),
            engineMetrics,
            System::nanoTime);
    engineMetrics.queue(engine::waiting);
    return EngineLoop.start("unet-engine", engine);
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
