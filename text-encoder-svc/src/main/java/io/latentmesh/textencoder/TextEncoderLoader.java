package io.latentmesh.textencoder;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.runtime.NetworkIdentity;
import io.latentmesh.networks.runtime.SessionSettings;
import io.latentmesh.networks.runtime.TextEncoderModel;
import io.latentmesh.serving.model.ForwardMetrics;
import io.latentmesh.serving.model.ModelLoader;
import io.latentmesh.serving.model.ModelMetrics;
import io.latentmesh.serving.model.ModelSlot;
import io.latentmesh.v1.ModelIdentity;
import io.latentmesh.v1.TextEncoderServiceGetModelResponse;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/** Reads tokenizer and network, runs them once and starts the network's thread. */
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
    TextEncoderModel model =
        TextEncoderModel.load(
            folder, new SessionSettings(settings.model().provider(), settings.model().threads()));
    try {
      ClipTokenizer tokenizer =
          ClipTokenizer.load(folder.tokenizer(), folder.textConfig().positions());
      model.warmUp(2);
      SharedForwards forwards =
          new SharedForwards(
              new OnnxTextEncoder(model), settings.batching().maxTexts(), forwardMetrics);
      LoadedTextEncoder loaded =
          new LoadedTextEncoder(describe(folder, model.identity()), tokenizer, forwards);
      models.hold(loaded.description().getIdentity().getName(), loaded);
      modelMetrics.ready(labels(loaded), Duration.ofNanos(System.nanoTime() - begin));
      return () -> close(loaded, model);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private TextEncoderServiceGetModelResponse describe(
      DiffusersFolder folder, NetworkIdentity identity) {
    return TextEncoderServiceGetModelResponse.newBuilder()
        .setIdentity(
            ModelIdentity.newBuilder()
                .setName(settings.model().name().orElseGet(folder::name))
                .setArchitecture(identity.architecture())
                .setSha256(identity.sha256())
                .setParameters(identity.parameters())
                .setProvider(identity.provider())
                .setStoredDataType(identity.storedDtype()))
        .setContextLength(folder.textConfig().positions())
        .setHiddenSize(folder.textConfig().hiddenSize())
        .setLayers(folder.textConfig().layers())
        .build();
  }

  private static Tags labels(LoadedTextEncoder loaded) {
    ModelIdentity identity = loaded.description().getIdentity();
    return Tags.of(
        "model", identity.getName(),
        "architecture", identity.getArchitecture(),
        "provider", identity.getProvider(),
        "sha256", identity.getSha256());
  }

  private static void close(LoadedTextEncoder loaded, TextEncoderModel model) {
    loaded.forwards().close();
    loaded.tokenizer().close();
    model.close();
  }
}
