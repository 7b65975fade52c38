package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.architecture.AutoencoderDecoderNetwork;
import io.latentmesh.networks.architecture.AutoencoderEncoderNetwork;
import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.architecture.ControlNetNetwork;
import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.ControlNetConfig;
import io.latentmesh.networks.folder.TextArchitecture;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The definitions at the published models' sizes ask for as many parameters as the reference's
 * classes have (diffusers 0.40.0, transformers 5.23.0, on the meta device).
 */
class FullSizeTest {
  private static final String SD2 =
      """
      "attention_head_dim": [5, 10, 20, 20], "cross_attention_dim": 1024, "sample_size": 96,
      "use_linear_projection": true, "upcast_attention": true
      """;
  private static final String SDXL =
      """
      "block_out_channels": [320, 640, 1280], "attention_head_dim": [5, 10, 20],
      "cross_attention_dim": 2048, "transformer_layers_per_block": [1, 2, 10],
      "use_linear_projection": true, "sample_size": 128, "addition_embed_type": "text_time",
      "addition_time_embed_dim": 256, "projection_class_embeddings_input_dim": 2816,
      "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"]
      """;
  private static final String REFINER =
      """
      "block_out_channels": [384, 768, 1536, 1536], "attention_head_dim": [6, 12, 24, 24],
      "cross_attention_dim": 1280, "transformer_layers_per_block": 4,
      "use_linear_projection": true, "sample_size": 128, "addition_embed_type": "text_time",
      "addition_time_embed_dim": 256, "projection_class_embeddings_input_dim": 2560,
      "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
                           "DownBlock2D"],
      "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"]
      """;

  @TempDir private Path folder;

  @Test
  void unet_ofEachFamily_hasTheReferencesParameters() throws IOException {
    String sd1 = "\"cross_attention_dim\": 768";
    assertThat(unet(sd1)).isEqualTo(859_520_964);
    assertThat(unet(sd1 + ", \"in_channels\": 9")).isEqualTo(859_535_364);
    assertThat(unet(sd1 + ", \"time_cond_proj_dim\": 256")).isEqualTo(859_602_884);
    assertThat(unet(SD2)).isEqualTo(865_910_724);
    assertThat(unet(SD2 + ", \"in_channels\": 5")).isEqualTo(865_913_604);
    assertThat(unet(REFINER)).isEqualTo(2_259_526_660L);
    String up = "[\"CrossAttnUpBlock2D\", \"CrossAttnUpBlock2D\", \"UpBlock2D\"]";
    assertThat(unet(SDXL + ", \"up_block_types\": " + up)).isEqualTo(2_567_463_684L);
  }

  @Test
  void controlNet_ofEachFamily_hasTheReferencesParameters() throws IOException {
    assertThat(controlNet("\"cross_attention_dim\": 768")).isEqualTo(361_279_120);
    assertThat(controlNet(SDXL)).isEqualTo(1_251_014_160);
  }

  @ParameterizedTest
  @CsvSource({
    "STATES, 768, 12, 12, quick_gelu, 123060480",
    "STATES, 1024, 23, 16, gelu, 340387840",
    "PROJECTED, 1280, 32, 20, gelu, 694659840",
  })
  void text_ofEachEncoder_hasTheReferencesParameters(
      TextArchitecture architecture, int width, int layers, int heads, String act, long expected)
      throws IOException {
    Path config =
        config(
            """
            "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d,
            "num_attention_heads": %d, "hidden_act": "%s", "projection_dim": 1280
            """
                .formatted(width, 4 * width, layers, heads, act));
    ClipTextConfig text = ClipTextConfig.read(config, architecture);
    assertThat(parameters(weights -> ClipTextNetwork.graph(text, weights))).isEqualTo(expected);
  }

  @Test
  void vae_ofAllFamilies_hasTheReferencesParameters() throws IOException {
    VaeConfig vae =
        VaeConfig.read(
            config(
                """
                "block_out_channels": [128, 256, 512, 512], "layers_per_block": 2,
                "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D",
                                     "DownEncoderBlock2D", "DownEncoderBlock2D"],
                "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D",
                                   "UpDecoderBlock2D"]
                """));
    long decoder = parameters(weights -> AutoencoderDecoderNetwork.graph(vae, weights));
    long encoder = parameters(weights -> AutoencoderEncoderNetwork.graph(vae, weights));
    assertThat(decoder + encoder).isEqualTo(83_653_863);
  }

  private long unet(String keys) throws IOException {
    UnetConfig unet = UnetConfig.read(config(keys));
    return parameters(weights -> UnetNetwork.graph(unet, weights));
  }

  private long controlNet(String keys) throws IOException {
    ControlNetConfig net = ControlNetConfig.read(config(keys));
    return parameters(weights -> ControlNetNetwork.graph(net, weights));
  }

  private Path config(String keys) throws IOException {
    return Files.writeString(folder.resolve("config.json"), "{" + keys + "}");
  }

  /** The weights are a file without blocks on the disk. */
  private long parameters(Function<Weights, NetworkGraph> network) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    RandomWeights.writeSparse(file, List.of(network));
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      return network.apply(Weights.of(weights)).parameters();
    }
  }
}
