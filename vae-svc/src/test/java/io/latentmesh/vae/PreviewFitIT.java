package io.latentmesh.vae;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.runtime.AutoencoderModel;
import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.networks.runtime.SessionSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How well maps show real pictures: those of the demo model's sheet, encoded by itself. */
class PreviewFitIT {
  private static final Path DEMO =
      Path.of(System.getProperty("latentmesh.root"), "deploy", "demo-model");

  @Test
  void maps_ofTheDemoModel_explainMostOfRealPictures() {
    DiffusersFolder folder = DiffusersFolder.open(DEMO.resolve("model"));
    try (var model = AutoencoderModel.load(folder, new SessionSettings(Provider.CPU, 1))) {
      var explained = new ExplainedColours(model, DEMO.resolve("sheet.png"));
      double shipped = explained.by(folder.defaults().preview().orElseThrow());
      double fitted = explained.by(WarmDecoder.fitted(model).orElseThrow());
      System.out.printf("R^2 of the shipped map %.3f, of the fitted one %.3f%n", shipped, fitted);
      assertThat(shipped).isGreaterThan(0.75);
      assertThat(fitted).isGreaterThan(0.5);
    }
  }
}
