package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.architecture.AutoencoderDecoderNetwork;
import io.latentmesh.networks.architecture.AutoencoderEncoderNetwork;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.folder.VaeFolder;
import io.latentmesh.networks.model.AutoencoderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An autoencoder that stands alone, with and without statistics of its latents. */
class AutoencoderModelTest {
  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);
  private static final float[] MEAN = {-1.5f, 0.5f};
  private static final float[] STD = {8, 0.5f};
  private static final int SIDE = 4;

  /** Two levels: side 4 of a latent is side 8 of an image. */
  private static final String CONFIG =
      """
      {"block_out_channels": [8, 8], "norm_num_groups": 4, "latent_channels": 2,
       "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"],
       "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"] STATISTICS}
      """;

  @TempDir private Path root;

  @Test
  void decode_withStatistics_denormalizesFirst() throws IOException {
    float[] normalized = normal(2 * SIDE * SIDE);
    float[] own = normalized.clone();
    for (int i = 0; i < own.length; i++) {
      own[i] = own[i] * STD[channel(i)] + MEAN[channel(i)];
    }
    try (AutoencoderModel plain = model("plain", "");
        AutoencoderModel model = model("statistics", statistics())) {
      float[] expected = plain.decode(List.of(own), SIDE, SIDE).getFirst().values();
      assertThat(model.decode(List.of(normalized), SIDE, SIDE).getFirst().values())
          .containsExactly(expected, Offset.offset(1e-5f));
    }
  }

  @Test
  void encode_withStatistics_normalizesBothMoments() throws IOException {
    List<float[]> image = List.of(normal(3 * 4 * SIDE * SIDE));
    try (AutoencoderModel plain = model("plain", "");
        AutoencoderModel model = model("statistics", statistics())) {
      Moments own = plain.encode(image, 2 * SIDE, 2 * SIDE).getFirst();
      Moments normalized = model.encode(image, 2 * SIDE, 2 * SIDE).getFirst();
      for (int i = 0; i < own.mean().length; i++) {
        int c = channel(i);
        double std = Math.exp(0.5 * own.logVariance()[i]) / STD[c];
        assertThat(normalized.mean()[i])
            .isCloseTo((own.mean()[i] - MEAN[c]) / STD[c], Offset.offset(1e-5f));
        assertThat(Math.exp(0.5 * normalized.logVariance()[i]))
            .isCloseTo(std, Offset.offset(1e-5 * std));
      }
    }
  }

  private AutoencoderModel model(String name, String statistics) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.writeString(folder.resolve("config.json"), CONFIG.replace("STATISTICS", statistics));
    VaeConfig config = VaeConfig.read(folder.resolve("config.json"));
    RandomWeights.write(
        folder.resolve("diffusion_pytorch_model.safetensors"),
        List.of(
            weights -> AutoencoderDecoderNetwork.graph(config, weights),
            weights -> AutoencoderEncoderNetwork.graph(config, weights)));
    return AutoencoderModel.load(AutoencoderSource.of(VaeFolder.open(folder)), ONE_THREAD);
  }

  private static String statistics() {
    return ", \"latents_mean\": [-1.5, 0.5], \"latents_std\": [8, 0.5]";
  }

  private static int channel(int index) {
    return index / (SIDE * SIDE);
  }

  private static float[] normal(int count) {
    Random random = new Random(1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
