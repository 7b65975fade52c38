package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.checkpoint.SingleFileCheckpoints;
import io.latentmesh.networks.folder.ModelCopy;
import io.latentmesh.networks.model.ModelOptions;
import io.latentmesh.networks.model.TextToImageModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint in one file computes what the folder computes, to the last bit. */
class CheckpointModelTest {
  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);

  @TempDir private Path folder;

  @Test
  void networks_ofACheckpoint_giveTheAnswersOfTheFolder() {
    Path file = SingleFileCheckpoints.sd1(folder.resolve("painter.safetensors"));
    var described =
        new ModelOptions(Optional.empty(), Optional.of(ModelCopy.sd1()), Optional.empty());
    assertThat(answers(TextToImageModel.open(file, described)))
        .usingRecursiveComparison()
        .isEqualTo(answers(TextToImageModel.open(ModelCopy.sd1(), ModelOptions.none())));
  }

  /** One answer of each network to the same made-up questions. */
  private static List<float[]> answers(TextToImageModel model) {
    try (DenoiserModel unet = DenoiserModel.load(model.denoiser(), ONE_THREAD);
        TextEncoderModel text = TextEncoderModel.load(model.textEncoders().getFirst(), ONE_THREAD);
        AutoencoderModel vae = AutoencoderModel.load(model.autoencoder(), ONE_THREAD)) {
      LatentShape shape = new LatentShape(4, 8, 8);
      Random random = new Random(7);
      float[] latent = normal(shape.elements(), random);
      float[] states = normal(77 * unet.config().crossAttentionSize(), random);
      long[] ids = random.longs(77, 0, text.config().vocabularySize()).toArray();
      return List.of(
          unet.predict(List.of(new DenoiserRow(latent, shape, 500, states))).getFirst().values(),
          text.encode(List.of(ids), 0).getFirst().hiddenStates(),
          vae.decode(List.of(latent), 8, 8).getFirst().values(),
          vae.encode(List.of(normal(3 * 64 * 64, random)), 64, 64).getFirst().mean());
    }
  }

  private static float[] normal(int count, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
