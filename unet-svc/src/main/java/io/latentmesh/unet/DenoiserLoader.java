package io.latentmesh.unet;

import io.latentmesh.serving.model.LoadedModel;
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

/** Opens a denoiser, warms it up and starts its engine. */
record DenoiserLoader(UnetSettings.Batching settings, Observers observers) {

  LoadedModel<LoadedDenoiser> load(ModelOpening opening) {
    ModelOpening.Opened opened = opening.open();
    try {
      return serve(opened);
    } catch (RuntimeException e) {
      close(opened, e);
      throw e;
    }
  }

  private static void close(ModelOpening.Opened opened, RuntimeException failure) {
    try {
      opened.resources().close();
    } catch (Exception e) { // the first failure is the one to tell
      failure.addSuppressed(e);
    }
  }

  private LoadedModel<LoadedDenoiser> serve(ModelOpening.Opened opened) {
    HostedModel model = opened.model();
    WarmUp warmUp = new WarmUp(model, settings, System::nanoTime);
    long begin = System.nanoTime();
    Map<Row.Kind, BatchCurve> measured = warmUp.measure();
    Duration warming = Duration.ofNanos(System.nanoTime() - begin);
    Device device =
        new Device(
            model.network(),
            measured,
            settings.maxRows(),
            warmUp::selfTest,
            settings.selfTestInterval());
    ExecutorService answers =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("unet-answers").factory());
    StepEngine engine = engine(device, answers);
    EngineLoop loop = EngineLoop.start("unet-engine", engine);
    var loaded =
        new LoadedDenoiser(
            model.description(),
            loop,
            engine::sizings,
            new LoadedDenoiser.Queue(engine::waiting, engine::oldestAgeNanos, engine::isStuck));
    return new LoadedModel<>(
        loaded,
        labels(model.description()),
        warming,
        () -> {
          loop.close();
          answers.close();
          opened.resources().close();
        });
  }

  private StepEngine engine(Device device, ExecutorService answers) {
    return new StepEngine(
        device,
        new FairPolicy(Tuning.standard()),
        new Surroundings(System::nanoTime, answers, observers.engine(), observers.watch()));
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
