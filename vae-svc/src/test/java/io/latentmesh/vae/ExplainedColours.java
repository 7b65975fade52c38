package io.latentmesh.vae;

import io.latentmesh.networks.folder.PreviewMap;
import io.latentmesh.networks.runtime.AutoencoderModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * How much of the colours of real pictures a map explains, latent pixel by latent pixel. The
 * pictures are those of the demo model's sheet, as recipe/sample.py lays them out: 64 by 64, twice
 * enlarged, with margins and labels.
 */
final class ExplainedColours {
  private static final int SIDE = 64;
  private static final int ZOOM = 2;
  private static final int MARGIN = 4;
  private static final int LABEL_HEIGHT = 16;
  private static final int COLUMNS = 10;
  private static final int PICTURES = 40;
  private static final int COLOURS = 3;

  private record Observation(List<Double> latent, List<Double> colours) {}

  private final List<Observation> observations = new ArrayList<>();

  ExplainedColours(AutoencoderModel model, Path sheet) {
    BufferedImage pictures = read(sheet);
    for (int i = 0; i < PICTURES; i++) {
      observe(model, picture(pictures, i));
    }
  }

  /** R^2 over all colours: 1 is perfect, 0 is the mean colour everywhere. */
  double by(PreviewMap map) {
    double error = 0;
    double sum = 0;
    double squares = 0;
    for (Observation each : observations) {
      for (int colour = 0; colour < COLOURS; colour++) {
        error += Math.pow(each.colours.get(colour) - shown(map, colour, each.latent), 2);
        sum += each.colours.get(colour);
        squares += Math.pow(each.colours.get(colour), 2);
      }
    }
    return 1 - error / (squares - sum * sum / (COLOURS * observations.size()));
  }

  private static double shown(PreviewMap map, int colour, List<Double> latent) {
    double sum = map.bias().get(colour);
    for (int channel = 0; channel < latent.size(); channel++) {
      sum += map.factors().get(colour * latent.size() + channel) * latent.get(channel);
    }
    return Math.clamp(sum, 0, 1);
  }

  private void observe(AutoencoderModel model, float[] picture) {
    float[] mean = model.encode(List.of(picture), SIDE, SIDE).getFirst().mean();
    int factor = model.config().scaleFactor();
    int side = SIDE / factor;
    for (int i = 0; i < side * side; i++) {
      double[] latent = new double[model.config().latentChannels()];
      for (int channel = 0; channel < latent.length; channel++) {
        latent[channel] = mean[channel * side * side + i] * model.config().scalingFactor();
      }
      observations.add(new Observation(boxed(latent), boxed(meanColours(picture, i, factor))));
    }
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static double[] meanColours(float[] picture, int latentPixel, int factor) {
    int top = latentPixel / (SIDE / factor) * factor;
    int left = latentPixel % (SIDE / factor) * factor;
    double[] colours = new double[COLOURS];
    for (int i = 0; i < COLOURS * factor * factor; i++) {
      int y = top + i / factor % factor;
      int x = left + i % factor;
      int colour = i / (factor * factor);
      float value = picture[(colour * SIDE + y) * SIDE + x];
      colours[colour] += (value / 2 + 0.5) / (factor * factor);
    }
    return colours;
  }

  /** [3, 64, 64] in [-1, 1]; every other pixel of the enlargement. */
  private static float[] picture(BufferedImage sheet, int index) {
    int left = index % COLUMNS * (SIDE * ZOOM + 2 * MARGIN) + MARGIN;
    int top = index / COLUMNS * (SIDE * ZOOM + 2 * MARGIN + LABEL_HEIGHT) + MARGIN;
    float[] picture = new float[COLOURS * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      int rgb = sheet.getRGB(left + i % SIDE * ZOOM, top + i / SIDE * ZOOM);
      for (int colour = 0; colour < COLOURS; colour++) {
        int value = (rgb >> (16 - 8 * colour)) & 0xff;
        picture[colour * SIDE * SIDE + i] = value / 127.5f - 1;
      }
    }
    return picture;
  }

  private static BufferedImage read(Path file) {
    try {
      return ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
