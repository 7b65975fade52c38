package io.latentmesh.unet;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.runtime.DenoiserModel;
import io.latentmesh.unet.engine.BatchDenoiser;

/** The denoiser of a diffusers folder. */
record ModelOnDisk(UnetSettings.Model settings) implements ModelOpening {
  private static final String CUDA = "cuda";

  @Override
  public Opened open() {
    DiffusersFolder folder = DiffusersFolder.open(settings.path());
    String name = settings.name().orElseGet(folder::name);
    DenoiserModel model = DenoiserModel.load(folder, settings.session());
    try {
      return new Opened(
          new HostedModel(
              DenoiserDescription.of(name, folder, model.identity()),
              network(model),
              folder.textConfig().positions()),
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
