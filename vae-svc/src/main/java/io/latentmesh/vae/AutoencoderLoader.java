package io.latentmesh.vae;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.runtime.AutoencoderModel;
import io.latentmesh.networks.runtime.NetworkIdentity;
import io.latentmesh.serving.model.ModelLoader;
import io.latentmesh.serving.model.ModelMetrics;
import io.latentmesh.serving.model.ModelSlot;
import io.latentmesh.v1.ModelIdentity;
import io.latentmesh.v1.PreviewMap;
import io.latentmesh.v1.VaeServiceGetModelResponse;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/** Reads the autoencoder, runs its decoder once and starts its threads. */
final class AutoencoderLoader implements ModelLoader {
  private final VaeSettings settings;
  private final ModelSlot<LoadedAutoencoder> models;
  private final ModelMetrics modelMetrics;
  private final VaeMetrics vaeMetrics;

  AutoencoderLoader(
      VaeSettings settings,
      ModelSlot<LoadedAutoencoder> models,
      ModelMetrics modelMetrics,
      VaeMetrics vaeMetrics) {
    this.settings = settings;
    this.models = models;
    this.modelMetrics = modelMetrics;
    this.vaeMetrics = vaeMetrics;
  }

  @Override
  public AutoCloseable load() {
    long begin = System.nanoTime();
    DiffusersFolder folder = DiffusersFolder.open(settings.model().path());
    AutoencoderModel model = AutoencoderModel.load(folder, settings.model().session());
    try {
      WarmDecoder decoder = WarmDecoder.of(model, folder);
      SharedForwards forwards =
          new SharedForwards(
              new OnnxAutoencoder(model), settings.batching().maxImages(), vaeMetrics);
      LoadedAutoencoder loaded =
          new LoadedAutoencoder(describe(folder, model.identity(), decoder), forwards);
      models.hold(loaded.description().getIdentity().getName(), loaded);
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

  private VaeServiceGetModelResponse describe(
      DiffusersFolder folder, NetworkIdentity identity, WarmDecoder decoder) {
    var description = VaeServiceGetModelResponse.newBuilder();
    decoder
        .previewMap()
        .ifPresent(map ->
            description.setPreviewMap(
                PreviewMap.newBuilder().addAllFactors(map.factors()).addAllBias(map.bias())));
    return description
        .setIdentity(
            ModelIdentity.newBuilder()
                .setName(settings.model().name().orElseGet(folder::name))
                .setArchitecture(identity.architecture())
                .setSha256(identity.sha256())
                .setParameters(identity.parameters())
                .setProvider(identity.provider())
                .setStoredDataType(identity.storedDtype())
                .setPrecision(identity.precision()))
        .setLatentChannels(folder.vaeConfig().latentChannels())
        .setScaleFactor(folder.vaeConfig().scaleFactor())
        .setScalingFactor(folder.vaeConfig().scalingFactor())
        .setShiftFactor(folder.vaeConfig().shiftFactor())
        .setDecodeSecondsPerPixel(decoder.secondsPerPixel())
        .build();
  }

  private static Tags labels(LoadedAutoencoder loaded) {
    ModelIdentity identity = loaded.description().getIdentity();
    return Tags.of(
        "model", identity.getName(),
        "architecture", identity.getArchitecture(),
        "provider", identity.getProvider(),
        "sha256", identity.getSha256());
  }
}
