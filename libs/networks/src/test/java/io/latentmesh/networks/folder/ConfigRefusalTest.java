package io.latentmesh.networks.folder;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that would change a picture and is not supported, by file and key. */
class ConfigRefusalTest {
  private final Path root;
  private final TinyModelFolder model;

  ConfigRefusalTest(@TempDir Path root) {
    this.root = root;
    this.model = TinyModelFolder.in(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "act_fn | `\"gelu\"` | must be one of [\"silu\", \"swish\"], was \"gelu\"",
        "mid_block_type | `\"UNetMidBlock2D\"` | must be \"UNetMidBlock2DCrossAttn\", was",
        "mid_block_type | null | must be \"UNetMidBlock2DCrossAttn\", was null",
        "center_input_sample | true | must be false, was true",
        "downsample_padding | 0 | must be 1, was 0",
        "mid_block_scale_factor | 1.5 | must be 1, was 1.5",
        "dual_cross_attention | true | must be false, was true",
        "resnet_time_scale_shift | `\"scale_shift\"` | must be \"default\", was \"scale_shift\"",
        "resnet_skip_time_act | true | must be false, was true",
        "resnet_out_scale_factor | 2.0 | must be 1, was 2.0",
        "time_embedding_type | `\"fourier\"` | must be \"positional\", was \"fourier\"",
        "time_embedding_dim | 100 | must be one of [null, 256], was 100",
        "conv_in_kernel | 1 | must be 3, was 1",
        "conv_out_kernel | 1 | must be 3, was 1",
        "attention_type | `\"gated\"` | must be \"default\", was \"gated\"",
        "mid_block_only_cross_attention | true | must be one of [null, false], was true",
        "reverse_transformer_layers_per_block | [1,1,1] | must be null, was [1, 1, 1]",
        "encoder_hid_dim | 768 | must be null, was 768",
        "encoder_hid_dim_type | `\"text_proj\"` | must be null, was \"text_proj\"",
        "class_embed_type | `\"timestep\"` | must be null, was \"timestep\"",
        "num_class_embeds | 1000 | must be null, was 1000",
        "addition_embed_type | `\"text\"` | must be one of [null, \"text_time\"], was \"text\"",
        "time_embedding_act_fn | `\"silu\"` | must be null, was \"silu\"",
        "timestep_post_act | `\"silu\"` | must be null, was \"silu\"",
        "time_cond_proj_dim | 0 | must be an integer from 1 to 1000000, was 0",
        "cross_attention_norm | `\"layer_norm\"` | must be null, was \"layer_norm\"",
        "only_cross_attention | true | must be false, was true",
        "only_cross_attention | [true,true,false] | must be a list of only false, was [true",
        "down_block_types | `[\"DownBlock2D\",\"AttnDownBlock2D\",\"DownBlock2D\"]` | must be a"
            + " list of [CrossAttnDownBlock2D, DownBlock2D], was",
        "down_block_types | `[\"DownBlock2D\"]` | must be 3 names, as block_out_channels, was",
        "up_block_types | `[\"UpBlock2D\",\"AttnUpBlock2D\",\"UpBlock2D\"]` | must be a list of"
            + " [CrossAttnUpBlock2D, UpBlock2D], was",
        "up_block_types | `[\"UpBlock2D\"]` | must be 3 names, as block_out_channels, was",
        "layers_per_block | [1,2,2] | must be one integer, or a list of equal ones, was [1, 2, 2]",
        "transformer_layers_per_block | [1,2] | must be one integer, or 3: one per block, was",
        "transformer_layers_per_block | [[1],[1],[1]] | must be a list of 1 to 16 integers, was",
        "cross_attention_dim | [192,96,96] | must be one integer, or a list of equal ones, was",
        "cross_attention_dim | 768 | must be 192, the text encoder's hidden_size, was 768",
        "in_channels | 8 | must be one of [4, 5, 9] (the VAE's latent_channels; with a depth map;"
            + " with a mask and a masked image), was 8",
        "out_channels | 8 | must be 4, the VAE's latent_channels, was 8",
        "norm_num_groups | null | must be an integer from 1 to 1000000, was null",
        "norm_num_groups | 48 | must be a divisor of every one of block_out_channels, was 48",
        "norm_eps | 0 | must be a number above 0, was 0",
        "attention_head_dim | null | must be an integer from 1 to 1000000, was null",
        "attention_head_dim | 0 | must be an integer from 1 to 1000000, was 0",
        "attention_head_dim | 5 | must be a divisor of block_out_channels (128 in block 1), was 5",
        "attention_head_dim | [4,4] | must be one integer, or 3: one per block, was [4, 4]",
        "block_out_channels | [] | must be a list of 1 to 16 integers, was []",
        "block_out_channels | [64,-1,192] | must be a list of integers from 1 to 1000000, was",
        "block_out_channels | [64,1e3,192] | must be a list of 1 to 16 integers, was",
        "sample_size | [16,32] | must be one integer, or a list of equal ones, was [16, 32]",
        "flip_sin_to_cos | 1 | must be true or false, was 1",
        "use_linear_projection | `\"no\"` | must be true or false, was \"no\"",
        "freq_shift | `\"0\"` | must be a number, was \"0\"",
      })
  void unet_unsupportedValue_isRefused(String key, String json, String rule) {
    assertRefused(TinyModelFolder.UNET, key, json, rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "act_fn | `\"relu\"` | must be one of [\"silu\", \"swish\"], was \"relu\"",
        "in_channels | 4 | must be 3, was 4",
        "out_channels | 4 | must be 3, was 4",
        "latents_std | [0.9] | must be a list of 4 finite numbers, was [0.9]",
        "latents_std | [1,1,1,0] | must be a list of numbers above 0, was [1, 1, 1, 0]",
        "norm_num_groups | 24 | must be a divisor of every one of block_out_channels, was 24",
        "scaling_factor | 0 | must be a number above 0, was 0",
        "scaling_factor | `\"1\"` | must be a number above 0, was \"1\"",
        "shift_factor | `\"1\"` | must be a number, was \"1\"",
        "latent_channels | 2.5 | must be an integer from 1 to 1000000, was 2.5",
        "layers_per_block | 99999999999 | must be an integer from 1 to 1000000, was 99999999999",
        "down_block_types | `[\"AttnDownEncoderBlock2D\"]` | must be [DownEncoderBlock2D, Down",
        "up_block_types | `[\"UpDecoderBlock2D\"]` | must be [UpDecoderBlock2D, UpDecoderBlock2D",
        "use_quant_conv | null | must be true or false, was null",
      })
  void vae_unsupportedValue_isRefused(String key, String json, String rule) {
    assertRefused(TinyModelFolder.VAE, key, json, rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "model_type | `\"t5\"` | must be \"clip_text_model\", was \"t5\"",
        "hidden_act | `\"relu\"` | must be one of [quick_gelu, gelu], was \"relu\"",
        "num_attention_heads | 5 | must be a divisor of 192, was 5",
        "layer_norm_eps | -1 | must be a number above 0, was -1",
        "vocab_size | 0 | must be an integer from 1 to 1000000, was 0",
        "eos_token_id | -1 | must be an integer from 0 to 1000000, was -1",
      })
  void text_unsupportedValue_isRefused(String key, String json, String rule) {
    assertRefused(TinyModelFolder.TEXT, key, json, rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "_class_name | `\"FluxPipeline\"` | must be one of [LatentConsistencyModelImg2ImgPipeline,"
            + " LatentConsistencyModelPipeline, StableDiffusionDepth2ImgPipeline,"
            + " StableDiffusionImg2ImgPipeline, StableDiffusionInpaintPipeline,"
            + " StableDiffusionPipeline, StableDiffusionXLImg2ImgPipeline,"
            + " StableDiffusionXLInpaintPipeline, StableDiffusionXLPipeline], was FluxPipeline",
        "_class_name | null | must be a text, was null",
        "unet | `[\"diffusers\",\"UNet3D\"]` | must be one of [UNet2DConditionModel], was UNet3D",
        "vae | `[null,null]` | must be one of [AutoencoderKL], was missing",
        "text_encoder | `[\"a\",\"T5EncoderModel\"]` | must be one of [CLIPTextModel], was T5",
        "tokenizer | 3 | must be one of [CLIPTokenizer, CLIPTokenizerFast], was missing",
        "scheduler | null | must be a scheduler's class, was missing",
      })
  void index_unsupportedValue_isRefused(String key, String json, String rule) {
    assertRefused(TinyModelFolder.INDEX, key, json, rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cfg | 3 | must be one of [guidance_scale, height, name, preview, sampler, schedule, steps,"
            + " width]",
        "steps | 0 | must be an integer from 1 to 1000, was 0",
        "steps | 1001 | must be an integer from 1 to 1000, was 1001",
        "steps | 2.5 | must be an integer from 1 to 1000, was 2.5",
        "steps | null | must be an integer from 1 to 1000, was null",
        "guidance_scale | -0.1 | must be a number from 0 to 100, was -0.1",
        "guidance_scale | 101 | must be a number from 0 to 100, was 101",
        "guidance_scale | 1e999 | must be a number from 0 to 100, was Infinity",
        "width | 4 | must be an integer from 8 to 8192, was 4",
        "width | 66 | must be a multiple of 4, the VAE's factor, was 66",
        "height | 8196 | must be an integer from 8 to 8192, was 8196",
        "height | 66 | must be a multiple of 4, the VAE's factor, was 66",
        "name | `\" \"` | must be a text, was \" \"",
        "sampler | 1 | must be a text, was 1",
        "schedule | [] | must be a text, was []",
      })
  void defaults_unsupportedValue_isRefused(String key, String json, String rule) {
    model.write(ModelDefaults.FILE, "{\"%s\": %s}".formatted(key, json));
    assertOpenFails(ModelDefaults.FILE, key, rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "preview | `[]` | must be an object, was []",
        "preview | null | must be an object, was null",
        "preview.scale | `{\"scale\": 1}` | must be one of [bias, factors], is unknown",
        "preview.factors | `{}` | must be 3 lists of 1 to 256 finite numbers, all of one length,"
            + " was missing",
        "preview.factors | `{\"factors\": [[1], [2]]}` | must be 3 lists of 1 to 256",
        "preview.factors | `{\"factors\": [[1], [2], [3, 4]]}` | must be 3 lists of 1 to 256",
        "preview.factors | `{\"factors\": [[], [], []]}` | must be 3 lists of 1 to 256",
        "preview.factors | `{\"factors\": [[1], [2], [\"3\"]]}` | must be 3 lists of 1 to 256",
        "preview.factors | `{\"factors\": [[1], [2], [1e99]]}` | must be 3 lists of 1 to 256",
        "preview.bias | `{\"factors\": [[1], [2], [3]], \"bias\": [1, 2]}` | must be a list of 3"
            + " finite numbers, was [1, 2]",
        "preview.factors | `{\"factors\": [[1], [2], [3]], \"bias\": [1, 2, 3]}` | length of each"
            + " list: must be 4, the VAE's latent_channels, was 1",
      })
  void preview_unsupportedValue_isRefused(String key, String json, String rule) {
    model.write(ModelDefaults.FILE, "{\"preview\": %s}".formatted(json));
    assertOpenFails(ModelDefaults.FILE, key, rule);
  }

  @Test
  void unet_headsThatDivideOnlyAttentionBlocks_areSupported() {
    model.set(TinyModelFolder.UNET, "attention_head_dim", "[7, 4, 4]");
    assertThatCode(() -> DiffusersFolder.open(root)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "_name_or_path | `\"x\"`",
        "dropout | 0.1",
        "upcast_attention | true",
        "projection_class_embeddings_input_dim | 2816",
        "addition_embed_type_num_heads | 3",
        "class_embeddings_concat | true",
        "something_new | {}",
        "act_fn | `\"swish\"`",
        "time_embedding_dim | 256",
        "only_cross_attention | [false,false,false]",
        "layers_per_block | [1,1,1]",
        "cross_attention_dim | [192,192,192]",
        "mid_block_scale_factor | 1.0",
      })
  void unet_keyWithoutEffect_isAccepted(String key, String json) {
    model.set(TinyModelFolder.UNET, key, json);
    assertThatCode(() -> DiffusersFolder.open(root)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 9})
  void unet_channelsOfDepthOrInpainting_areSupported(int channels) {
    model.set(TinyModelFolder.UNET, "in_channels", Integer.toString(channels));
    assertThatCode(() -> DiffusersFolder.open(root)).doesNotThrowAnyException();
  }

  @Test
  void vae_oneStatisticAlone_isRefused() {
    model.set(TinyModelFolder.VAE, "latents_std", "[1, 1, 1, 1]");
    assertOpenFails(
        TinyModelFolder.VAE, "latents_mean", "must be a list of 4 finite numbers, was null");
  }

  private void assertRefused(String file, String key, String json, String rule) {
    model.set(file, key, json);
    assertOpenFails(file, key, rule);
  }

  private void assertOpenFails(String file, String key, String rule) {
    assertThatThrownBy(() -> DiffusersFolder.open(root))
        .isInstanceOf(ModelFolderException.class)
        .hasMessageContaining(model.file(file) + ": " + key + ": " + rule);
  }
}
