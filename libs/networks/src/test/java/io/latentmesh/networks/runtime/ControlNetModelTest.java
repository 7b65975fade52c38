package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.architecture.ControlNetNetwork;
import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.architecture.UnetVariant;
import io.latentmesh.networks.folder.ControlNetConfig;
import io.latentmesh.networks.folder.ControlNetFolder;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.TinyModelFolder;
import io.latentmesh.networks.folder.UnetConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ControlNet and the denoiser that takes its residuals, at a size that does not halve evenly. */
class ControlNetModelTest {
  private static final LatentShape SHAPE = new LatentShape(4, 9, 6);
  private static final LatentShape HINT = new LatentShape(3, 36, 24);
  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);
  private static final String NET =
      """
      {"block_out_channels": [16, 16, 16], "norm_num_groups": 8, "attention_head_dim": 4,
       "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
       "layers_per_block": 1, "cross_attention_dim": 192,
       "conditioning_embedding_out_channels": [4, 8, 8],
       "controlnet_conditioning_channel_order": "ORDER"}
      """;

  private final Random random = new Random(1);
  private final Path root;
  private final ControlNetFolder folder;

  ControlNetModelTest(@TempDir Path root) throws IOException {
    this.root = root;
    this.folder = net("rgb");
  }

  @Test
  void residuals_ofAnOddLatent_haveTheSkipsSizes() {
    try (ControlNetModel model = ControlNetModel.load(folder, ONE_THREAD)) {
      ControlResiduals residuals = residuals(model, row(), normal(HINT.elements()));
      assertThat(residuals.down())
          .extracting(residual -> residual.length)
          .containsExactly(16 * 54, 16 * 54, 16 * 15, 16 * 15, 16 * 6, 16 * 6);
      assertThat(residuals.middle()).hasSize(16 * 6);
      assertThat(residuals.isFinite()).isTrue();
    }
  }

  @Test
  void residuals_ofTwoRows_equalThoseOfEachAlone() {
    try (ControlNetModel model = ControlNetModel.load(folder, ONE_THREAD)) {
      List<DenoiserRow> rows = List.of(row(), row());
      List<float[]> hints = List.of(normal(HINT.elements()), normal(HINT.elements()));
      List<ControlResiduals> together = model.residuals(rows, hints);
      for (int i = 0; i < 2; i++) {
        assertThat(together.get(i).all())
            .containsExactlyElementsOf(residuals(model, rows.get(i), hints.get(i)).all());
      }
    }
  }

  @Test
  void residuals_ofANetThatTakesBlueFirst_areThoseOfThePictureReversed() throws IOException {
    DenoiserRow row = row();
    float[] hint = normal(HINT.elements());
    try (ControlNetModel red = ControlNetModel.load(folder, ONE_THREAD);
        ControlNetModel blue = ControlNetModel.load(net("bgr"), ONE_THREAD)) {
      assertThat(residuals(blue, row, hint).all())
          .containsExactlyElementsOf(residuals(red, row, reversedColours(hint)).all())
          .isNotEqualTo(residuals(red, row, hint).all());
    }
  }

  @Test
  void residuals_pictureOfAnotherSize_isRefused() {
    try (ControlNetModel model = ControlNetModel.load(folder, ONE_THREAD)) {
      assertThatThrownBy(() -> residuals(model, row(), new float[3 * 36 * 36]))
          .hasMessageContaining("each of hints must have 2592 elements")
          .hasMessageContaining("one has 3888");
    }
  }

  @Test
  void residuals_fewerPicturesThanRows_isRefused() {
    try (ControlNetModel model = ControlNetModel.load(folder, ONE_THREAD)) {
      List<float[]> hints = List.of(new float[HINT.elements()]);
      assertThatThrownBy(() -> model.residuals(List.of(row(), row()), hints))
          .hasMessage("hints must be as many as rows, 2, are 1");
    }
  }

  @Test
  void predict_withoutResiduals_isThePlainDenoisersAnswer() {
    DiffusersFolder unet = unet();
    DenoiserRow row = row();
    try (DenoiserModel plain = DenoiserModel.load(unet, ONE_THREAD);
        DenoiserModel taking = DenoiserModel.load(unet, UnetVariant.WITH_RESIDUALS, ONE_THREAD)) {
      assertThat(predict(taking, row)).isEqualTo(predict(plain, row));
    }
  }

  @Test
  void predict_besideARowWithResiduals_isAsAlone() {
    DenoiserRow without = row();
    try (ControlNetModel net = ControlNetModel.load(folder, ONE_THREAD);
        DenoiserModel unet = DenoiserModel.load(unet(), UnetVariant.WITH_RESIDUALS, ONE_THREAD)) {
      DenoiserRow with = row(residuals(net, without, normal(HINT.elements())));
      List<OutputRow> together = unet.predict(List.of(with, without));
      assertThat(together.getFirst().values()).isEqualTo(predict(unet, with));
      assertThat(together.getLast().values()).isEqualTo(predict(unet, without));
    }
  }

  @Test
  void predict_withResiduals_changesTheAnswer() {
    try (ControlNetModel net = ControlNetModel.load(folder, ONE_THREAD);
        DenoiserModel unet = DenoiserModel.load(unet(), UnetVariant.WITH_RESIDUALS, ONE_THREAD)) {
      float[] latent = normal(SHAPE.elements());
      Conditioning text = Conditioning.of(normal(2 * 192));
      DenoiserRow without = new DenoiserRow(latent, SHAPE, 500, text);
      ControlResiduals residuals = residuals(net, without, normal(HINT.elements()));
      DenoiserRow with = new DenoiserRow(latent, SHAPE, 500, text.withResiduals(residuals));
      assertThat(predict(unet, with)).isNotEqualTo(predict(unet, without));
    }
  }

  @Test
  void predict_residualsForAPlainDenoiser_areRefused() {
    ControlResiduals residuals = new ControlResiduals(List.of(new float[1], new float[1]));
    try (DenoiserModel plain = DenoiserModel.load(unet(), ONE_THREAD)) {
      assertThatThrownBy(() -> predict(plain, row(residuals)))
          .hasMessage("residuals: must be 0, are 2");
    }
  }

  @Test
  void predict_residualOfAnotherSize_isRefused() {
    List<float[]> sizes = List.of(new float[1], new float[1], new float[1], new float[1]);
    List<float[]> all = new ArrayList<>(sizes);
    all.addAll(sizes.subList(0, 3));
    try (DenoiserModel unet = DenoiserModel.load(unet(), UnetVariant.WITH_RESIDUALS, ONE_THREAD)) {
      assertThatThrownBy(() -> predict(unet, row(new ControlResiduals(all))))
          .hasMessage("down_block_res_samples.0: must have 864 elements, has 1");
    }
  }

  private ControlNetFolder net(String order) throws IOException {
    Path net = Files.createDirectories(root.resolve(order));
    Files.writeString(net.resolve("config.json"), NET.replace("ORDER", order));
    ControlNetConfig config = ControlNetConfig.read(net.resolve("config.json"));
    RandomWeights.write(
        net.resolve("diffusion_pytorch_model.safetensors"),
        List.of(weights -> ControlNetNetwork.graph(config, weights)));
    return ControlNetFolder.open(net);
  }

  /** The denoiser that the ControlNet is made for. */
  private DiffusersFolder unet() {
    TinyModelFolder model =
        TinyModelFolder.in(root.resolve("model"))
            .set(TinyModelFolder.UNET, "block_out_channels", "[16, 16, 16]")
            .set(TinyModelFolder.UNET, "norm_num_groups", "8");
    UnetConfig config = UnetConfig.read(model.file(TinyModelFolder.UNET));
    RandomWeights.write(
        model.file("unet/diffusion_pytorch_model.safetensors"),
        List.of(weights -> UnetNetwork.graph(config, weights)));
    return DiffusersFolder.open(model.root());
  }

  private static ControlResiduals residuals(ControlNetModel model, DenoiserRow row, float[] hint) {
    return model.residuals(List.of(row), List.of(hint)).getFirst();
  }

  private static float[] predict(DenoiserModel model, DenoiserRow row) {
    return model.predict(List.of(row)).getFirst().values();
  }

  private DenoiserRow row() {
    return new DenoiserRow(normal(SHAPE.elements()), SHAPE, random.nextInt(1000), normal(2 * 192));
  }

  private DenoiserRow row(ControlResiduals residuals) {
    Conditioning conditioning = Conditioning.of(normal(2 * 192)).withResiduals(residuals);
    return new DenoiserRow(normal(SHAPE.elements()), SHAPE, 500, conditioning);
  }

  private static float[] reversedColours(float[] picture) {
    float[] reversed = new float[picture.length];
    int plane = picture.length / 3;
    for (int colour = 0; colour < 3; colour++) {
      System.arraycopy(picture, colour * plane, reversed, (2 - colour) * plane, plane);
    }
    return reversed;
  }

  private float[] normal(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
