package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.architecture.AutoencoderDecoderNetwork;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.folder.VaeFolder;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.graph.GraphSettings.OperatorSet;
import io.latentmesh.networks.graph.Precision;
import io.latentmesh.networks.model.AutoencoderSource;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorEntry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What networks compute in, where nobody says and where somebody does. */
class PrecisionTest {
  private static final SessionSettings AUTO = settings(PrecisionChoice.AUTO);

  @TempDir private Path folder;

  @Test
  void graphOn_withoutAChoice_isF32OnTheCpuAndF16OnCuda() {
    assertThat(AUTO.graphOn(ExecutionProvider.CPU)).isEqualTo(GraphSettings.FP32);
    assertThat(AUTO.graphOn(ExecutionProvider.CUDA)).isEqualTo(GraphSettings.FP16);
  }

  @Test
  void graphOn_withAChoice_isThat() {
    assertThat(settings(PrecisionChoice.FP32).graphOn(ExecutionProvider.CUDA).precision())
        .isEqualTo(Precision.FP32);
    assertThat(settings(PrecisionChoice.FP16).graphOn(ExecutionProvider.CPU).precision())
        .isEqualTo(Precision.FP16);
  }

  @Test
  void graphOn_withCudasOwnOperators_keepsThemFromTheCpu() {
    var fused =
        new SessionSettings(Provider.AUTO, 1, PrecisionChoice.AUTO, OperatorSet.UNVERIFIED_CUDA);
    assertThat(fused.graphOn(ExecutionProvider.CPU).operators()).isEqualTo(OperatorSet.PORTABLE);
    assertThat(fused.graphOn(ExecutionProvider.CUDA).operators())
        .isEqualTo(OperatorSet.UNVERIFIED_CUDA);
  }

  @Test
  void settings_ofAnAutoencoderThatOverflows_areF32UnlessF16WasChosen() {
    VaeConfig sdxl = config("\"force_upcast\": true");
    SessionSettings chosen = settings(PrecisionChoice.FP16);
    assertThat(onCuda(AutoencoderModel.settings(sdxl, AUTO))).isEqualTo(Precision.FP32);
    assertThat(onCuda(AutoencoderModel.settings(sdxl, chosen))).isEqualTo(Precision.FP16);
  }

  @Test
  void settings_ofAnAutoencoderThatSaysNothing_areTheModels() {
    VaeConfig sd1 = config("\"sample_size\": 8");
    assertThat(onCuda(AutoencoderModel.settings(sd1, AUTO))).isEqualTo(Precision.FP16);
  }

  /**
   * The values of the attention are the activations that the CPU really holds in F16: between
   * convolutions it leaves out the casts.
   */
  @Test
  void decode_withActivationsAboveTheRangeOfF16_isFiniteInF32Only() throws IOException {
    VaeFolder vae = autoencoder();
    overwrite(vae.weights(), "decoder.mid_block.attentions.0.to_v.bias", 1e6f);
    assertThat(isFinite(vae, PrecisionChoice.FP32)).isTrue();
    assertThat(isFinite(vae, PrecisionChoice.FP16)).isFalse();
  }

  @Test
  void decode_withActivationsInTheRangeOfF16_isFiniteInBoth() throws IOException {
    VaeFolder vae = autoencoder();
    assertThat(isFinite(vae, PrecisionChoice.FP32)).isTrue();
    assertThat(isFinite(vae, PrecisionChoice.FP16)).isTrue();
  }

  private VaeFolder autoencoder() throws IOException {
    String key = "\"sample_size\": 8";
    Files.writeString(folder.resolve("config.json"), json(key));
    RandomWeights.write(
        folder.resolve("diffusion_pytorch_model.safetensors"),
        List.of(weights -> AutoencoderDecoderNetwork.graph(config(key), weights)));
    return VaeFolder.open(folder);
  }

  private static void overwrite(Path weights, String tensor, float value) throws IOException {
    TensorEntry entry;
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      entry = file.entry(tensor);
    }
    try (RandomAccessFile raw = new RandomAccessFile(weights.toFile(), "rw")) {
      raw.seek(entry.begin());
      for (int i = 0; i < entry.elements(); i++) {
        raw.writeInt(Integer.reverseBytes(Float.floatToIntBits(value)));
      }
    }
  }

  private static boolean isFinite(VaeFolder vae, PrecisionChoice precision) {
    try (AutoencoderModel model =
        AutoencoderModel.load(AutoencoderSource.of(vae), settings(precision))) {
      float[] latent = new float[2 * 4 * 4];
      Arrays.fill(latent, 0.5f);
      latent[0] = -0.25f;
      return model.decode(List.of(latent), 4, 4).getFirst().isFinite();
    }
  }

  private VaeConfig config(String keys) {
    return VaeConfig.parse(folder, json(keys));
  }

  private static String json(String key) {
    return """
    {"block_out_channels": [8, 8], "norm_num_groups": 4, "latent_channels": 2,
     "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"],
     "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"], %s}
    """
        .formatted(key);
  }

  private static Precision onCuda(SessionSettings settings) {
    return settings.graphOn(ExecutionProvider.CUDA).precision();
  }

  private static SessionSettings settings(PrecisionChoice precision) {
    return new SessionSettings(Provider.CPU, 1, precision, OperatorSet.PORTABLE);
  }
}
