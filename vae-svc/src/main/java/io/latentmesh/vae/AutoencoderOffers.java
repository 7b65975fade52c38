package io.latentmesh.vae;

import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.model.TextToImageModel;
import io.latentmesh.networks.runtime.AutoencoderModel;
import io.latentmesh.networks.runtime.NetworkIdentity;
import io.latentmesh.networks.settings.ConfiguredModel;
import io.latentmesh.networks.settings.ConfiguredModels;
import io.latentmesh.networks.settings.MoreModelSettings.Load;
import io.latentmesh.serving.model.LoadedModel;
import io.latentmesh.serving.model.ModelOffer;
import io.latentmesh.serving.model.ModelOffer.Residence;
import io.latentmesh.serving.model.ModelOffers;
import io.latentmesh.v1.ModelIdentity;
import io.latentmesh.v1.PreviewMap;
import io.latentmesh.v1.VaeServiceGetModelResponse;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;

/** The models whose latents this process can decode. */
record AutoencoderOffers(VaeSettings settings, VaeMetrics metrics)
    implements ModelOffers<LoadedAutoencoder> {

  @Override
  public List<ModelOffer<LoadedAutoencoder>> find() {
    return ConfiguredModels.open(settings.model(), settings.models()).all().stream()
        .map(this::offer)
        .toList();
  }

  private ModelOffer<LoadedAutoencoder> offer(ConfiguredModels.Entry entry) {
    return new ModelOffer<>(
        entry.model().name(),
        Float.BYTES * entry.model().autoencoder().decoder().parameters(),
        entry.load() == Load.START ? Residence.RESIDENT : Residence.ON_DEMAND,
        () -> load(entry));
  }

  /** Reads the autoencoder, runs its decoder once and starts its threads. */
  private LoadedModel<LoadedAutoencoder> load(ConfiguredModels.Entry entry) {
    TextToImageModel source = entry.model();
    AutoencoderModel model =
        AutoencoderModel.load(source.autoencoder(), ConfiguredModel.session(entry.settings()));
    try {
      long begin = System.nanoTime();
      WarmDecoder decoder = WarmDecoder.of(model, source);
      Duration warmUp = Duration.ofNanos(System.nanoTime() - begin);
      SharedForwards forwards =
          new SharedForwards(new OnnxAutoencoder(model), settings.batching().maxImages(), metrics);
      LoadedAutoencoder loaded =
          new LoadedAutoencoder(describe(source, model.identity(), decoder), forwards);
      return new LoadedModel<>(
          loaded,
          labels(loaded),
          warmUp,
          () -> {
            forwards.close();
            model.close();
          });
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static VaeServiceGetModelResponse describe(
      TextToImageModel source, NetworkIdentity identity, WarmDecoder decoder) {
    VaeConfig config = source.autoencoder().config();
    var description = VaeServiceGetModelResponse.newBuilder();
    decoder
        .previewMap()
        .ifPresent(map ->
            description.setPreviewMap(
                PreviewMap.newBuilder().addAllFactors(map.factors()).addAllBias(map.bias())));
    return description
        .setIdentity(
            ModelIdentity.newBuilder()
                .setName(source.name())
                .setArchitecture(identity.architecture())
                .setSha256(identity.sha256())
                .setParameters(identity.parameters())
                .setProvider(identity.provider())
                .setStoredDataType(identity.storedDtype())
                .setPrecision(identity.precision()))
        .setLatentChannels(config.latentChannels())
        .setScaleFactor(config.scaleFactor())
        .setScalingFactor(config.scalingFactor())
        .setShiftFactor(config.shiftFactor())
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
