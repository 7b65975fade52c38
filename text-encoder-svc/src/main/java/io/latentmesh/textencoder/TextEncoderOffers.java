package io.latentmesh.textencoder;

import io.latentmesh.networks.model.TextEncoderSource;
import io.latentmesh.networks.settings.ConfiguredModel;
import io.latentmesh.networks.settings.ConfiguredModels;
import io.latentmesh.networks.settings.MoreModelSettings.Load;
import io.latentmesh.serving.model.ForwardMetrics;
import io.latentmesh.serving.model.LoadedModel;
import io.latentmesh.serving.model.ModelOffer;
import io.latentmesh.serving.model.ModelOffer.Residence;
import io.latentmesh.serving.model.ModelOffers;
import io.latentmesh.v1.ModelIdentity;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;

/** The models whose texts this process can encode. */
record TextEncoderOffers(TextEncoderSettings settings, ForwardMetrics metrics)
    implements ModelOffers<LoadedTextEncoder> {

  @Override
  public List<ModelOffer<LoadedTextEncoder>> find() {
    return ConfiguredModels.open(settings.model(), settings.models()).all().stream()
        .map(this::offer)
        .toList();
  }

  private ModelOffer<LoadedTextEncoder> offer(ConfiguredModels.Entry entry) {
    long parameters =
        entry.model().textEncoders().stream()
            .map(TextEncoderSource::network)
            .mapToLong(network -> network.parameters())
            .sum();
    return new ModelOffer<>(
        entry.model().name(),
        Float.BYTES * parameters,
        entry.load() == Load.START ? Residence.RESIDENT : Residence.ON_DEMAND,
        () -> load(entry));
  }

  /** Reads tokenizers and networks, runs them once and starts the network's thread. */
  private LoadedModel<LoadedTextEncoder> load(ConfiguredModels.Entry entry) {
    TextModels model = TextModels.load(entry.model(), ConfiguredModel.session(entry.settings()));
    try {
      long begin = System.nanoTime();
      model.warmUp(2);
      Duration warmUp = Duration.ofNanos(System.nanoTime() - begin);
      SharedForwards forwards =
          new SharedForwards(
              new OnnxTextEncoder(model.encoders()), settings.batching().maxTexts(), metrics);
      LoadedTextEncoder loaded =
          new LoadedTextEncoder(model.describe(), model.tokenizers(), forwards, model.mask());
      return new LoadedModel<>(
          loaded,
          labels(loaded.description().getIdentity()),
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

  private static Tags labels(ModelIdentity identity) {
    return Tags.of(
        "model", identity.getName(),
        "architecture", identity.getArchitecture(),
        "provider", identity.getProvider(),
        "sha256", identity.getSha256());
  }
}
