package io.latentmesh.networks.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlNetFolderTest {
  private final Path root;

  ControlNetFolderTest(@TempDir Path root) throws IOException {
    this.root = root;
    new SafetensorsWriter()
        .floats("a", List.of(1L), new float[1])
        .write(root.resolve("diffusion_pytorch_model.safetensors"));
  }

  @Test
  void open_configAndWeights_areFound() throws IOException {
    config("_class_name", "\"ControlNetModel\"");
    ControlNetFolder folder = ControlNetFolder.open(root);
    assertThat(folder.weights()).isEqualTo(root.resolve("diffusion_pytorch_model.safetensors"));
    assertThat(folder.config().trunk().sampleSize()).isEqualTo(64);
  }

  @Test
  void open_sdxlsKind_assumesItsSize() throws IOException {
    Files.writeString(
        root.resolve("config.json"),
        """
        {"addition_embed_type": "text_time", "addition_time_embed_dim": 256,
         "projection_class_embeddings_input_dim": 2816}
        """);
    assertThat(ControlNetFolder.open(root).config().trunk().sampleSize()).isEqualTo(128);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "_class_name | `\"UNet2DConditionModel\"` | must be \"ControlNetModel\", was \"UNet2D",
        "global_pool_conditions | true | must be false, was true",
        "controlnet_conditioning_channel_order | `\"gbr\"` | must be one of [rgb, bgr], was \"gbr\"",
        "conditioning_embedding_out_channels | [] | must be a list of 1 to 16 integers, was []",
        "time_cond_proj_dim | 256 | must be null, was 256",
        "encoder_hid_dim | 768 | must be null, was 768",
        "class_embed_type | `\"timestep\"` | must be null, was \"timestep\"",
        "mid_block_type | `\"UNetMidBlock2D\"` | must be \"UNetMidBlock2DCrossAttn\", was",
        "attention_head_dim | 7 | must be a divisor of block_out_channels (320 in block 0), was 7",
        "addition_embed_type | `\"text\"` | must be one of [null, \"text_time\"], was \"text\"",
      })
  void open_unsupportedValue_isRefused(String key, String json, String rule) throws IOException {
    config(key, json);
    assertThatThrownBy(() -> ControlNetFolder.open(root))
        .isInstanceOf(ModelFolderException.class)
        .hasMessageContaining(root.resolve("config.json") + ": " + key + ": " + rule);
  }

  @Test
  void open_withoutWeights_isRefused() throws IOException {
    config("in_channels", "4");
    Files.delete(root.resolve("diffusion_pytorch_model.safetensors"));
    assertThatThrownBy(() -> ControlNetFolder.open(root))
        .hasMessageContaining("diffusion_pytorch_model.safetensors: must be in the folder");
  }

  private void config(String key, String json) throws IOException {
    Files.writeString(root.resolve("config.json"), "{\"%s\": %s}".formatted(key, json));
  }
}
