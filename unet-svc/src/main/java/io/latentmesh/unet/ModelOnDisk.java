package io.latentmesh.unet;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.runtime.DenoiserModel;
import io.latentmesh.networks.runtime.SessionSettings;

/** The denoiser of a diffusers folder. */
record ModelOnDisk(UnetSettings.Model settings) implements ModelOpening {
  @Override
  public Opened open() {
    DiffusersFolder folder = DiffusersFolder.open(settings.path());
    String name = settings.name().orElseGet(folder::name);
    DenoiserModel model =
        DenoiserModel.load(folder, new SessionSettings(settings.provider(), settings.threads()));
    try {
      return new Opened(
          new HostedModel(
              DenoiserDescription.of(name, folder, model.identity()),
              new OnnxDenoiser(model),
              folder.textConfig().positions()),
          model);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
