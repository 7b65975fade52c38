package io.latentmesh.networks.folder;

import static io.latentmesh.networks.folder.UnetBlockType.CROSS_ATTENTION;
import static io.latentmesh.networks.folder.UnetBlockType.RESIDUAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a config means that leaves keys out: the class defaults of diffusers and transformers. */
class ConfigDefaultsTest {
  @TempDir private Path folder;

  @Test
  void text_emptyConfig_takesClassDefaults() throws Exception {
    assertThat(ClipTextConfig.read(config("{}")))
        .isEqualTo(
            new ClipTextConfig(
                512,
                2048,
                12,
                8,
                TextActivation.QUICK_GELU,
                1e-5,
                49408,
                77,
                49406,
                49407,
                1,
                512));
  }

  @Test
  void text_oldEndToken_poolsAtTheLargestId() throws Exception {
    assertThat(ClipTextConfig.read(config("{\"eos_token_id\": 2}")).poolsAtLargestId()).isTrue();
  }

  @Test
  void text_nullTokens_takeClassDefaults() throws Exception {
    assertThat(ClipTextConfig.read(config("{\"pad_token_id\": null}")).padToken()).isEqualTo(1);
  }

  @Test
  void unet_emptyConfig_takesClassDefaults() throws Exception {
    assertThat(UnetConfig.read(config("{}")))
        .isEqualTo(
            new UnetConfig(
                4,
                4,
                64,
                List.of(320, 640, 1280, 1280),
                List.of(CROSS_ATTENTION, CROSS_ATTENTION, CROSS_ATTENTION, RESIDUAL),
                List.of(RESIDUAL, CROSS_ATTENTION, CROSS_ATTENTION, CROSS_ATTENTION),
                2,
                List.of(8, 8, 8, 8),
                List.of(1, 1, 1, 1),
                1280,
                32,
                1e-5,
                false,
                true,
                0));
  }

  @Test
  void unet_shapeOfSd2_isRead() throws Exception {
    UnetConfig unet =
        UnetConfig.read(
            config(
                """
                {"attention_head_dim": [5, 10, 20, 20], "cross_attention_dim": 1024,
                 "sample_size": 96, "use_linear_projection": true, "upcast_attention": true,
                 "num_attention_heads": null, "dual_cross_attention": false}
                """));
    assertThat(unet.attentionHeads()).containsExactly(5, 10, 20, 20);
    assertThat(unet.crossAttentionSize()).isEqualTo(1024);
    assertThat(unet.sampleSize()).isEqualTo(96);
    assertThat(unet.linearProjection()).isTrue();
  }

  @Test
  void unet_headsUnderTheirRightName_takePrecedence() throws Exception {
    String json = "{\"num_attention_heads\": 4, \"attention_head_dim\": null}";
    assertThat(UnetConfig.read(config(json)).attentionHeads()).containsExactly(4, 4, 4, 4);
  }

  @Test
  void unet_transformerLayersPerBlock_areRead() throws Exception {
    String json = "{\"transformer_layers_per_block\": [1, 2, 10, 1]}";
    assertThat(UnetConfig.read(config(json)).transformerLayers()).containsExactly(1, 2, 10, 1);
  }

  @Test
  void unet_squareSampleSize_isRead() throws Exception {
    assertThat(UnetConfig.read(config("{\"sample_size\": [32, 32]}")).sampleSize()).isEqualTo(32);
  }

  @Test
  void vae_emptyConfig_takesClassDefaults() throws Exception {
    VaeConfig vae = VaeConfig.read(config("{}"));
    assertThat(vae)
        .isEqualTo(new VaeConfig(List.of(64), 1, 4, 32, 0.18215, 0, 32, true, true, true));
    assertThat(vae.scaleFactor()).isEqualTo(1);
  }

  @Test
  void vae_everyKey_isRead() throws Exception {
    String json =
        """
        {"block_out_channels": [128, 256, 512, 512], "layers_per_block": 2, "latent_channels": 16,
         "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D",
                              "DownEncoderBlock2D"],
         "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D",
                            "UpDecoderBlock2D"],
         "norm_num_groups": 16, "scaling_factor": 0.3611, "shift_factor": 0.1159,
         "sample_size": 1024, "use_quant_conv": false, "use_post_quant_conv": false,
         "mid_block_add_attention": false, "force_upcast": true}
        """;
    VaeConfig vae = VaeConfig.read(config(json));
    assertThat(vae)
        .isEqualTo(
            new VaeConfig(
                List.of(128, 256, 512, 512), 2, 16, 16, 0.3611, 0.1159, 1024, false, false, false));
    assertThat(vae.scaleFactor()).isEqualTo(8);
  }

  private Path config(String json) throws IOException {
    return Files.writeString(folder.resolve("config.json"), json);
  }
}
