package io.latentmesh.networks.runtime;

import io.latentmesh.networks.model.TextToImageModel;
import java.util.List;
import java.util.Random;

/** What a model's networks say, to compare models that should say the same. */
final class ModelAnswers {
  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);

  private ModelAnswers() {}

  /** One answer of each network to the same made-up questions. */
  static List<float[]> of(TextToImageModel model) {
    return of(model, ONE_THREAD);
  }

  static List<float[]> of(TextToImageModel model, SessionSettings settings) {
    try (DenoiserModel unet = DenoiserModel.load(model.denoiser(), settings);
        TextEncoderModel text = TextEncoderModel.load(model.textEncoders().getFirst(), settings);
        AutoencoderModel vae = AutoencoderModel.load(model.autoencoder(), settings)) {
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

  static float[] normal(int count, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
