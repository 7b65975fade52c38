package io.latentmesh.networks.settings;

import io.latentmesh.networks.model.ModelOptions;
import io.latentmesh.networks.model.TextToImageModel;
import io.latentmesh.networks.runtime.SessionSettings;

/** What model settings come to. */
public final class ConfiguredModel {
  private ConfiguredModel() {}

  /** The model, under the name that requests use; see {@link TextToImageModel#open}. */
  public static TextToImageModel open(ModelSettings settings) {
    var options = new ModelOptions(settings.vae(), settings.config(), settings.predictionType());
    TextToImageModel model = TextToImageModel.open(settings.path(), options);
    return settings.name().map(model::named).orElse(model);
  }

  /** How its networks run. */
  public static SessionSettings session(ModelSettings settings) {
    return new SessionSettings(
        settings.provider(), settings.threads(), settings.precision(), settings.operators());
  }
}
