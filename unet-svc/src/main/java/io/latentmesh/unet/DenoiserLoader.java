package io.latentmesh.unet;

import io.latentmesh.serving.model.ModelLoader;
import io.latentmesh.serving.model.ModelSlot;
import io.latentmesh.unet.engine.BatchCurve;
import io.latentmesh.unet.engine.Device;
import io.latentmesh.unet.engine.EngineLoop;
import io.latentmesh.unet.engine.FairPolicy;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.StepEngine;
import io.latentmesh.unet.engine.Surroundings;
import io.latentmesh.unet.engine.Tuning;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Opens the denoiser, warms it up and starts its engine. */
final class DenoiserLoader implements ModelLoader {
  private final UnetSettings settings;
  private final ModelOpening opening;
  private final ModelSlot<LoadedDenoiser> models;
  private final Observers observers;

  DenoiserLoader(
      UnetSettings settings,
      ModelOpening opening,
      ModelSlot<LoadedDenoiser> models,
      Observers observers) {
    this.settings = settings;
    this.opening = opening;
    this.models = models;
    this.observers = observers;
  }

  @Override
  public AutoCloseable load() throws Exception {
    long begin = System.nanoTime();
    ModelOpening.Opened opened = opening.open();
    try {
      AutoCloseable engine = serve(opened.model());
      observers
          .model()
          .ready(labels(opened.model().description()), Duration.ofNanos(System.nanoTime() - begin));
      return () -> {
        engine.close();
        opened.resources().close();
      };
    } catch (RuntimeException e) {
      opened.resources().close();
      throw e;
    }
  }

  private AutoCloseable serve(HostedModel model) {
    WarmUp warmUp = new WarmUp(model, settings.batching(), System::nanoTime);
    Map<Row.Kind, BatchCurve> measured = warmUp.measure();
    Device device =
        new Device(
            model.network(),
            measured,
            settings.batching().maxRows(),
            warmUp::selfTest,
            settings.batching().selfTestInterval());
    ExecutorService answers =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("unet-answers").factory());
    StepEngine engine = engine(device, answers);
    EngineLoop loop = EngineLoop.start("unet-engine", engine);
    DenoiserServiceGetModelResponse description = model.description();
    models.hold(
        description.getIdentity().getName(),
        new LoadedDenoiser(description, loop, engine::sizings));
    return () -> {
      loop.close();
      answers.close();
    };
  }

  private StepEngine engine(Device device, ExecutorService answers) {
    StepEngine engine =
        new StepEngine(
            device,
            new FairPolicy(Tuning.standard()),
            new Surroundings(System::nanoTime, answers, observers.engine(), observers.watch()));
    observers.engine().queue(engine::waiting);
    return engine;
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
