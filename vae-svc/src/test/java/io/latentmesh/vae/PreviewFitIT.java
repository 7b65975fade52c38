package io.latentmesh.vae;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.PreviewMap;
import io.latentmesh.networks.runtime.AutoencoderModel;
import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.networks.runtime.SessionSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.List;

/**
 * How well maps show real pictures: those of the README's sheet, encoded by the demo model. R^2 is
 * the share of the variance of the latent pixels' mean colours that a map explains.
 */
class PreviewFitIT {
  private static final Path ROOT = Path.of(System.getProperty("latentmesh.root"));
  private static final int PICTURE = 64;
  private static final int MARGIN = 4;
  private static final int COLUMNS = 4;

  @Test
  void map_fittedToTheDecoderAlone_explainsMostOfRealPictures() throws IOException {
    DiffusersFolder folder = DiffusersFolder.open(ROOT.resolve("deploy/demo-model/model"));
    try (var model = AutoencoderModel.load(folder, new SessionSettings(Provider.CPU, 1))) {
      PreviewMap fitted = WarmDecoder.fitted(model).orElseThrow();
      PreviewMap shipped = folder.defaults().preview().orElseThrow();
      System.out.printf(
          "R^2 of the shipped map %s, of the fitted one %s%n",
          Arrays.toString(rSquared(model, shipped)), Arrays.toString(rSquared(model, fitted)));
      assertThat(rSquared(model, fitted)).allMatch(share -> share > 0.5);
      assertThat(rSquared(model, shipped)).allMatch(share -> share > 0.7);
    }
  }

  private static double[] rSquared(AutoencoderModel model, PreviewMap map) throws IOException {
    BufferedImage sheet = ImageIO.read(ROOT.resolve("docs/pictures/sheet.png").toFile());
    double[] errors = new double[3];
    double[] sums = new double[3];
    double[] squares = new double[3];
    int pixels = 0;
    for (int tile = 0; tile < COLUMNS * COLUMNS; tile++) {
      float[] image = tile(sheet, tile);
      float[] latent = model.encode(List.of(image), PICTURE, PICTURE).getFirst().mean();
      int side = PICTURE / model.config().scaleFactor();
      for (int i = 0; i < side * side; i++, pixels++) {
        for (int colour = 0; colour < 3; colour++) {
          double truth = meanColour(image, colour, i % side, i / side, model.config().scaleFactor());
          double shown = map.bias().get(colour);
          for (int channel = 0; channel < map.channels(); channel++) {
            double value = latent[channel * side * side + i] * model.config().scalingFactor();
            shown += map.factors().get(colour * map.channels() + channel) * value;
          }
          errors[colour] += Math.pow(truth - Math.clamp(shown, 0, 1), 2);
          sums[colour] += truth;
          squares[colour] += truth * truth;
        }
      }
    }
    double[] shares = new double[3];
    for (int colour = 0; colour < 3; colour++) {
      double variance = squares[colour] - sums[colour] * sums[colour] / pixels;
      shares[colour] = 1 - errors[colour] / variance;
    }
    return shares;
  }
}
