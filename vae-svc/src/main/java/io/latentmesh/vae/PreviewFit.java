package io.latentmesh.vae;

import io.latentmesh.networks.folder.PreviewMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Finds a preview map for a model that ships none: decodes smooth noise once and fits the decoder's
 * colours by least squares. How that compares with a map fitted to real pictures is in
 * docs/decisions/previews.md.
 */
final class PreviewFit {
  /** Latent pixels; the decoded picture is smaller than what most models draw. */
  static final int SIDE = 32;

  /** Latents of pictures are smooth: the noise varies every four latent pixels. */
  private static final int COARSE_SIDE = 8;

  private static final int COLOURS = 3;
  private static final long SEED = 0;
  private static final double RIDGE = 1e-3;

  private PreviewFit() {}

  /** Smooth noise [C, SIDE, SIDE] of unit variance, as samplers scale it; always the same. */
  static Planes noise(int channels) {
    var random = new Random(SEED);
    float[] values = new float[channels * SIDE * SIDE];
    for (int channel = 0; channel < channels; channel++) {
      double[][] coarse = new double[COARSE_SIDE][COARSE_SIDE];
      for (double[] row : coarse) {
        Arrays.setAll(row, i -> random.nextGaussian());
      }
      for (int i = 0; i < SIDE * SIDE; i++) {
        values[channel * SIDE * SIDE + i] = (float) between(coarse, i / SIDE, i % SIDE);
      }
    }
    return new Planes(new Planes.Size(channels, SIDE, SIDE), withUnitVariance(values));
  }

  /** Bilinear between the centres of the coarse noise, constant beyond the outermost. */
  private static double between(double[][] coarse, int y, int x) {
    double scale = (double) COARSE_SIDE / SIDE;
    double v = Math.clamp((y + 0.5) * scale - 0.5, 0, COARSE_SIDE - 1);
    double u = Math.clamp((x + 0.5) * scale - 0.5, 0, COARSE_SIDE - 1);
    int top = Math.min((int) v, COARSE_SIDE - 2);
    int left = Math.min((int) u, COARSE_SIDE - 2);
    double above = mixed(coarse[top][left], coarse[top][left + 1], u - left);
    double below = mixed(coarse[top + 1][left], coarse[top + 1][left + 1], u - left);
    return mixed(above, below, v - top);
  }

  private static double mixed(double a, double b, double t) {
    return a + t * (b - a);
  }

  private static float[] withUnitVariance(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    float factor = (float) Math.sqrt(values.length / squares);
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return values;
  }

  /**
   * The map that explains the picture best.
   *
   * @param latent [C, h, w] as samplers scale it
   * @param image [3, f h, f w] in about [-1, 1], finite
   */
  static PreviewMap fit(Planes latent, Planes image) {
    int channels = latent.size().channels();
    int plane = latent.size().height() * latent.size().width();
    double[][] colours = meanColours(latent.size(), image);
    var squares = new LeastSquares(channels, COLOURS);
    for (int i = 0; i < plane; i++) {
      double[] x = new double[channels];
      for (int channel = 0; channel < channels; channel++) {
        x[channel] = latent.values()[channel * plane + i];
      }
      squares.add(x, colours[i]);
    }
    return map(squares.solve(RIDGE));
  }

  private static PreviewMap map(double[][] weights) {
    List<Float> factors = new ArrayList<>();
    List<Float> bias = new ArrayList<>();
    int channels = weights.length - 1;
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int channel = 0; channel < channels; channel++) {
        factors.add((float) weights[channel][colour]);
      }
      bias.add((float) weights[channels][colour]);
    }
    return new PreviewMap(factors, bias);
  }

  /** For each latent pixel the mean colour, in [0, 1], of the pixels it stands for. */
  private static double[][] meanColours(Planes.Size latent, Planes image) {
    int width = image.size().width();
    int factor = width / latent.width();
    double[][] colours = new double[latent.height() * latent.width()][COLOURS];
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int i = 0; i < image.size().height() * width; i++) {
        int pixel = i / width / factor * latent.width() + i % width / factor;
        float value = image.values()[colour * image.size().height() * width + i];
        colours[pixel][colour] += Math.clamp(value / 2 + 0.5, 0, 1) / (factor * factor);
      }
    }
    return colours;
  }
}
