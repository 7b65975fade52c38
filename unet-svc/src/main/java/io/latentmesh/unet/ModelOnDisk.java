package io.latentmesh.unet;

import io.latentmesh.networks.model.TextToImageModel;
import io.latentmesh.networks.runtime.DenoiserModel;
import io.latentmesh.networks.settings.ConfiguredModel;
import io.latentmesh.networks.settings.ModelSettings;
import io.latentmesh.unet.engine.BatchDenoiser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The denoiser of a model on disk. */
record ModelOnDisk(TextToImageModel source, ModelSettings settings) implements ModelOpening {
  private static final Logger log = LoggerFactory.getLogger(ModelOnDisk.class);
  private static final String CUDA = "cuda";

  @Override
  public Opened open() {
    source.facts().warnings().forEach(warning -> log.warn("event=model warning=\"{}\"", warning));
    DenoiserModel model = DenoiserModel.load(source.denoiser(), ConfiguredModel.session(settings));
    try {
      return new Opened(
          new HostedModel(
              DenoiserDescription.of(source, model.identity()),
              network(model),
              source.textEncoders().getFirst().config().positions()),
          model);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Only CUDA takes longer over the first run of a new number of rows than over all others. */
  private static BatchDenoiser network(DenoiserModel model) {
    OnnxDenoiser network = new OnnxDenoiser(model);
    return model.identity().provider().equals(CUDA)
        ? new PaddedDenoiser(network, System::nanoTime)
        : network;
  }
}
