package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.TinyModelFolder;
import io.latentmesh.networks.folder.UnetConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What denoisers take beside latent, timestep and hidden states. */
class FamilyInputsTest {
  private static final LatentShape SHAPE = new LatentShape(4, 8, 8);
  private static final int TOKENS = 3;
  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);

  private final Path root;
  private final TinyModelFolder model;

  FamilyInputsTest(@TempDir Path root) {
    this.root = root;
    this.model =
        TinyModelFolder.in(root)
            .set(TinyModelFolder.UNET, "block_out_channels", "[16, 16, 16]")
            .set(TinyModelFolder.UNET, "norm_num_groups", "8");
  }

  @Test
  void predict_ofSdxlWithOtherSizes_changesTheAnswer() {
    try (DenoiserModel denoiser = load(model.asSdxl())) {
      Conditioning text = text(384);
      float[] small = predict(denoiser, text.withTextAndSizes(new float[192], sizes(6, 64)));
      float[] large = predict(denoiser, text.withTextAndSizes(new float[192], sizes(6, 1024)));
      assertThat(small).isNotEqualTo(large);
    }
  }

  @Test
  void predict_ofSdxlWithoutTextAndSizes_isRefused() {
    try (DenoiserModel denoiser = load(model.asSdxl())) {
      assertThatThrownBy(() -> predict(denoiser, text(384)))
          .hasMessage(
              "text_embeds and time_ids: must have 384 features together, each id counting 32, have"
                  + " no and no elements");
    }
  }

  @Test
  void predict_ofSdxlWithTheRefinersIds_isRefused() {
    try (DenoiserModel denoiser = load(model.asSdxl())) {
      Conditioning five = text(384).withTextAndSizes(new float[192], new float[5]);
      assertThatThrownBy(() -> predict(denoiser, five)).hasMessageContaining("have 192 and 5");
    }
  }

  @Test
  void predict_ofSd1WithTextAndSizes_isRefused() {
    try (DenoiserModel denoiser = load(model)) {
      Conditioning more = text(192).withTextAndSizes(new float[192], new float[6]);
      assertThatThrownBy(() -> predict(denoiser, more))
          .hasMessageStartingWith("text_embeds and time_ids: must have no elements");
    }
  }

  @Test
  void predict_withAnotherTimestepCondition_changesTheAnswer() {
    model.set(TinyModelFolder.UNET, "time_cond_proj_dim", "2");
    try (DenoiserModel denoiser = load(model)) {
      float[] one = predict(denoiser, text(192).withTimestepCondition(new float[] {1, 0}));
      float[] other = predict(denoiser, text(192).withTimestepCondition(new float[] {0, 1}));
      assertThat(one).isNotEqualTo(other);
    }
  }

  @Test
  void predict_withoutTheTimestepCondition_isRefused() {
    model.set(TinyModelFolder.UNET, "time_cond_proj_dim", "2");
    try (DenoiserModel denoiser = load(model)) {
      assertThatThrownBy(() -> predict(denoiser, text(192)))
          .hasMessage("timestep_cond: must have 2 elements, has no");
    }
  }

  @Test
  void predict_rowsOfWhichOneLacksAPart_isRefused() {
    try (DenoiserModel denoiser = load(model)) {
      Conditioning more = text(192).withTimestepCondition(new float[2]);
      assertThatThrownBy(() -> denoiser.predict(List.of(row(text(192)), row(more))))
          .hasMessage("all rows of a call must have the same shapes");
    }
  }

  @Test
  void warmUp_ofEveryKind_runs() {
    model.set(TinyModelFolder.UNET, "time_cond_proj_dim", "2");
    try (DenoiserModel denoiser = load(model.asRefiner())) {
      assertThatCode(() -> denoiser.warmUp(2, SHAPE, TOKENS)).doesNotThrowAnyException();
    }
  }

  private DenoiserModel load(TinyModelFolder folder) {
    UnetConfig config = UnetConfig.read(folder.file(TinyModelFolder.UNET));
    RandomWeights.write(
        folder.file("unet/diffusion_pytorch_model.safetensors"),
        List.of(weights -> UnetNetwork.graph(config, weights)));
    return DenoiserModel.load(DiffusersFolder.open(root), ONE_THREAD);
  }

  private static float[] predict(DenoiserModel denoiser, Conditioning conditioning) {
    return denoiser.predict(List.of(row(conditioning))).getFirst().values();
  }

  private static DenoiserRow row(Conditioning conditioning) {
    return new DenoiserRow(new float[SHAPE.elements()], SHAPE, 500, conditioning);
  }

  private static Conditioning text(int width) {
    return Conditioning.of(new float[TOKENS * width]);
  }

  private static float[] sizes(int count, float pixels) {
    float[] sizes = new float[count];
    Arrays.fill(sizes, pixels);
    return sizes;
  }
}
