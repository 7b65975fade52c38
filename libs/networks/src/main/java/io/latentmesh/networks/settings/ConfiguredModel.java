package io.latentmesh.networks.settings;

import io.latentmesh.networks.copies.CopyFolder;
import io.latentmesh.networks.copies.CopyLimits;
import io.latentmesh.networks.copies.WideCopies;
import io.latentmesh.networks.model.ModelOptions;
import io.latentmesh.networks.model.TextToImageModel;
import io.latentmesh.networks.runtime.SessionSettings;
import java.nio.file.Path;
import java.time.InstantSource;

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
    var session =
        new SessionSettings(
            settings.provider(), settings.threads(), settings.precision(), settings.operators());
    return session.with(copies(settings.copies()));
  }

  private static WideCopies copies(CopySettings settings) {
    Path home = Path.of(System.getProperty("user.home"));
    CopyFolder folder =
        new CopyFolder(
            settings.folder().orElseGet(() -> CopyFolder.usualFolder(System.getenv(), home)),
            CopyLimits.ofMebibytes(settings.maxMebibytes()),
            InstantSource.system());
    return new WideCopies(folder);
  }
}
