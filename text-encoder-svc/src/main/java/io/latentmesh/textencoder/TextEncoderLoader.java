package io.latentmesh.textencoder;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.serving.model.ForwardMetrics;
import io.latentmesh.serving.model.ModelLoader;
import io.latentmesh.serving.model.ModelMetrics;
import io.latentmesh.serving.model.ModelSlot;
import io.latentmesh.v1.ModelIdentity;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/** Reads tokenizers and networks, runs them once and starts the network's thread. */
final class TextEncoderLoader implements ModelLoader {
  private final TextEncoderSettings settings;
  private final ModelSlot<LoadedTextEncoder> models;
  private final ModelMetrics modelMetrics;
  private final ForwardMetrics forwardMetrics;

  TextEncoderLoader(
      TextEncoderSettings settings,
      ModelSlot<LoadedTextEncoder> models,
      ModelMetrics modelMetrics,
      ForwardMetrics forwardMetrics) {
    this.settings = settings;
    this.models = models;
    this.modelMetrics = modelMetrics;
    this.forwardMetrics = forwardMetrics;
  }

  @Override
  public AutoCloseable load() {
    long begin = System.nanoTime();
    DiffusersFolder folder = DiffusersFolder.open(settings.model().path());
    TextModels model = TextModels.load(folder, settings.model().session());
    try {
      model.warmUp(2);
      SharedForwards forwards =
          new SharedForwards(
              new OnnxTextEncoder(model.encoders()),
              settings.batching().maxTexts(),
              forwardMetrics);
      String name = settings.model().name().orElseGet(folder::name);
      LoadedTextEncoder loaded =
          new LoadedTextEncoder(model.describe(name), model.tokenizers(), forwards);
      models.hold(name, loaded);
      modelMetrics.ready(labels(loaded), Duration.ofNanos(System.nanoTime() - begin));
      return () -> {
        forwards.close();
        model.close();
      };
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static Tags labels(LoadedTextEncoder loaded) {
    ModelIdentity identity = loaded.description().getIdentity();
    return Tags.of(
        "model", identity.getName(),
        "architecture", identity.getArchitecture(),
        "provider", identity.getProvider(),
        "sha256", identity.getSha256());
  }
}
