package io.latentmesh.networks.folder;

import static io.latentmesh.networks.folder.UnetBlockType.CROSS_ATTENTION;
import static io.latentmesh.networks.folder.UnetBlockType.RESIDUAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.folder.ControlHint.ColourOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a config means that leaves keys out: the class defaults of diffusers and transformers. */
class ConfigDefaultsTest {
  @TempDir private Path folder;

  @Test
  void text_emptyConfig_takesClassDefaults() throws Exception {
    assertThat(text("{}"))
        .isEqualTo(
            new ClipTextConfig(
                TextArchitecture.STATES,
                512,
                2048,
                12,
                8,
                TextActivation.QUICK_GELU,
                1e-5,
                new TextTokens(49408, 77, 49406, 49407, 1),
                512));
  }

  @Test
  void text_oldEndToken_poolsAtTheLargestId() throws Exception {
    assertThat(text("{\"eos_token_id\": 2}").tokens().poolsAtLargestId()).isTrue();
    assertThat(text("{\"eos_token_id\": 3}").tokens().poolsAtLargestId()).isFalse();
  }

  @Test
  void text_nullTokens_takeClassDefaults() throws Exception {
    assertThat(text("{\"pad_token_id\": null}").tokens().pad()).isEqualTo(1);
  }

  @Test
  void unet_emptyConfig_takesClassDefaults() throws Exception {
    UnetLevels levels =
        new UnetLevels(
            List.of(320, 640, 1280, 1280),
            List.of(CROSS_ATTENTION, CROSS_ATTENTION, CROSS_ATTENTION, RESIDUAL),
            2,
            List.of(8, 8, 8, 8),
            List.of(1, 1, 1, 1));
    UnetTrunk trunk =
        new UnetTrunk(
            64,
            levels,
            new UnetAttention(1280, false, false),
            new UnetNorm(32, 1e-5),
            new UnetEmbeddings(true, 0, OptionalInt.empty(), Optional.empty()));
    assertThat(UnetConfig.read(config("{}")))
        .isEqualTo(
            new UnetConfig(
                4, 4, trunk, List.of(RESIDUAL, CROSS_ATTENTION, CROSS_ATTENTION, CROSS_ATTENTION)));
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
    assertThat(unet.levels().attentionHeads()).containsExactly(5, 10, 20, 20);
    assertThat(unet.crossAttentionSize()).isEqualTo(1024);
    assertThat(unet.sampleSize()).isEqualTo(96);
    assertThat(unet.attention().linearProjection()).isTrue();
    assertThat(unet.attention().upcast()).isTrue();
  }

  @Test
  void unet_headsUnderTheirRightName_takePrecedence() throws Exception {
    String json = "{\"num_attention_heads\": 4, \"attention_head_dim\": null}";
    assertThat(UnetConfig.read(config(json)).levels().attentionHeads()).containsExactly(4, 4, 4, 4);
  }

  @Test
  void unet_transformerLayersPerBlock_areRead() throws Exception {
    String json = "{\"transformer_layers_per_block\": [1, 2, 10, 1]}";
    assertThat(UnetConfig.read(config(json)).levels().transformerLayers())
        .containsExactly(1, 2, 10, 1);
  }

  @Test
  void unet_shapeOfSdxl_isRead() throws Exception {
    UnetConfig unet =
        UnetConfig.read(
            config(
                """
                {"block_out_channels": [320, 640, 1280], "attention_head_dim": [5, 10, 20],
                 "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
                 "up_block_types": ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
                 "transformer_layers_per_block": [1, 2, 10], "cross_attention_dim": 2048,
                 "addition_embed_type": "text_time", "addition_time_embed_dim": 256,
                 "projection_class_embeddings_input_dim": 2816, "sample_size": 128,
                 "use_linear_projection": true}
                """));
    TextTimeConfig textTime = unet.embeddings().textTime().orElseThrow();
    assertThat(textTime).isEqualTo(new TextTimeConfig(256, 2816));
    assertThat(textTime.timeIds(1280)).isEqualTo(6);
    assertThat(textTime.timeIds(1281)).isZero();
    assertThat(textTime.timeIds(2816)).isZero();
    assertThat(unet.levels().transformerLayers()).containsExactly(1, 2, 10);
  }

  @Test
  void unet_timestepCondition_isRead() throws Exception {
    UnetConfig unet = UnetConfig.read(config("{\"time_cond_proj_dim\": 256}"));
    assertThat(unet.embeddings().timestepConditionSize()).hasValue(256);
  }

  @Test
  void controlNet_emptyConfig_takesClassDefaults() throws Exception {
    ControlNetConfig net = ControlNetConfig.read(config("{}"));
    assertThat(net.inChannels()).isEqualTo(4);
    assertThat(net.trunk()).isEqualTo(UnetConfig.read(config("{}")).trunk());
    assertThat(net.hint())
        .isEqualTo(new ControlHint(3, ColourOrder.RED_FIRST, List.of(16, 32, 96, 256)));
    assertThat(net.hint().scaleFactor()).isEqualTo(8);
  }

  @Test
  void controlNet_everyKeyOfItsOwn_isRead() throws Exception {
    String json =
        """
        {"conditioning_channels": 4, "controlnet_conditioning_channel_order": "bgr",
         "conditioning_embedding_out_channels": [8, 16, 32], "global_pool_conditions": false}
        """;
    assertThat(ControlNetConfig.read(config(json)).hint())
        .isEqualTo(new ControlHint(4, ColourOrder.BLUE_FIRST, List.of(8, 16, 32)));
  }

  @Test
  void unet_squareSampleSize_isRead() throws Exception {
    assertThat(UnetConfig.read(config("{\"sample_size\": [32, 32]}")).sampleSize()).isEqualTo(32);
  }

  /** All but force_upcast, which only SDXL's pipelines look at: docs/decisions/precision.md. */
  @Test
  void vae_emptyConfig_takesClassDefaults() throws Exception {
    VaeConfig vae = VaeConfig.read(config("{}"));
    assertThat(vae)
        .isEqualTo(
            new VaeConfig(
                List.of(64), 1, 4, 32, LatentScaling.of(0.18215, 0), 32, true, true, true, false));
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
         "mid_block_add_attention": false, "force_upcast": false}
        """;
    VaeConfig vae = VaeConfig.read(config(json));
    assertThat(vae)
        .isEqualTo(
            new VaeConfig(
                List.of(128, 256, 512, 512),
                2,
                16,
                16,
                LatentScaling.of(0.3611, 0.1159),
                1024,
                false,
                false,
                false,
                false));
    assertThat(vae.scaleFactor()).isEqualTo(8);
  }

  @Test
  void vae_statistics_areRead() throws Exception {
    String json =
        """
        {"latent_channels": 2, "latents_mean": [-1.5, 0], "latents_std": [8, 0.5],
         "scaling_factor": 0.5}
        """;
    assertThat(VaeConfig.read(config(json)).scaling())
        .isEqualTo(new LatentScaling(0.5, 0, List.of(-1.5f, 0f), List.of(8f, 0.5f)));
  }

  private ClipTextConfig text(String json) throws IOException {
    return ClipTextConfig.read(config(json), TextArchitecture.STATES);
  }

  private Path config(String json) throws IOException {
    return Files.writeString(folder.resolve("config.json"), json);
  }
}
