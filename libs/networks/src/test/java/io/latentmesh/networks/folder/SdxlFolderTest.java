package io.latentmesh.networks.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders with a second text encoder. */
class SdxlFolderTest {
  private final Path root;
  private final TinyModelFolder model;

  SdxlFolderTest(@TempDir Path root) {
    this.root = root;
    this.model = TinyModelFolder.in(root);
  }

  @Test
  void open_twoEncoders_hasThemInTheirOrder() {
    model.asSdxl();
    DiffusersFolder folder = DiffusersFolder.open(root);
    assertThat(folder.textEncoders())
        .extracting(TextComponent::slot)
        .containsExactly(TextSlot.FIRST, TextSlot.SECOND);
    TextComponent second = folder.textEncoders().getLast();
    assertThat(second.config().architecture()).isEqualTo(TextArchitecture.PROJECTED);
    assertThat(second.weights()).isEqualTo(model.file("text_encoder_2/model.safetensors"));
    assertThat(second.tokenizer()).isEqualTo(model.file("tokenizer_2"));
    assertThat(folder.textConfig().architecture()).isEqualTo(TextArchitecture.STATES);
    assertThat(folder.index().zeroesMissingNegative()).isTrue();
  }

  @Test
  void open_refiner_hasTheSecondEncoderOnly() {
    model.asRefiner();
    DiffusersFolder folder = DiffusersFolder.open(root);
    assertThat(folder.textEncoders())
        .extracting(TextComponent::slot)
        .containsExactly(TextSlot.SECOND);
    assertThat(folder.textWeights()).isEqualTo(model.file("text_encoder_2/model.safetensors"));
    assertThat(folder.tokenizer()).isEqualTo(model.file("tokenizer_2"));
  }

  @Test
  void open_indexThatEncodesEmptyNegatives_saysSo() {
    model.asSdxl().set(TinyModelFolder.INDEX, "force_zeros_for_empty_prompt", "false");
    assertThat(DiffusersFolder.open(root).index().zeroesMissingNegative()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cross_attention_dim | 192 | must be 384, the sum of the text encoders' hidden_size, was",
        "addition_embed_type | null | must be \"text_time\", for text_encoder_2",
        "addition_time_embed_dim | null | must be an integer from 2 to 1000000, was null",
        "addition_time_embed_dim | 31 | must be even, was 31",
        "projection_class_embeddings_input_dim | 32 | must be an integer from 33 to 1000000, was",
        "projection_class_embeddings_input_dim | 416 | must be the text encoder's projection_dim"
            + " (192) plus 5 or 6 times addition_time_embed_dim (32), was 416",
      })
  void unet_unsupportedValue_isRefused(String key, String json, String rule) {
    model.asSdxl().set(TinyModelFolder.UNET, key, json);
    refused(TinyModelFolder.UNET, key + ": " + rule);
  }

  @Test
  void unet_textAndSizesWithoutTheirEncoder_isRefused() {
    model
        .set(TinyModelFolder.UNET, "addition_embed_type", "\"text_time\"")
        .set(TinyModelFolder.UNET, "addition_time_embed_dim", "32")
        .set(TinyModelFolder.UNET, "projection_class_embeddings_input_dim", "384");
    refused(TinyModelFolder.UNET, "addition_embed_type: must be null, without text_encoder_2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text_encoder_2 | `[\"transformers\",\"CLIPTextModel\"]` | must be one of"
            + " [CLIPTextModelWithProjection], was CLIPTextModel",
        "text_encoder_2 | `[null,null]` | must be one of [CLIPTextModelWithProjection], was missing",
        "text_encoder | `[\"transformers\",\"T5EncoderModel\"]` | must be one of [CLIPTextModel]",
        "tokenizer | `[null,null]` | must be one of [CLIPTokenizer, CLIPTokenizerFast], was missing",
        "tokenizer_2 | `[null,null]` | must be one of [CLIPTokenizer, CLIPTokenizerFast], was",
      })
  void index_unsupportedValue_isRefused(String key, String json, String rule) {
    model.asSdxl().set(TinyModelFolder.INDEX, key, json);
    refused(TinyModelFolder.INDEX, key + ": " + rule);
  }

  @ParameterizedTest
  @CsvSource({"text_encoder_2/config.json", "tokenizer_2/merges.txt"})
  void open_missingFileOfTheSecondEncoder_isNamed(String file) {
    model.asSdxl().delete(file);
    refused(file, "must be a file, was missing");
  }

  private void refused(String file, String message) {
    assertThatThrownBy(() -> DiffusersFolder.open(root))
        .isInstanceOf(ModelFolderException.class)
        .hasMessageContaining(model.file(file) + ": " + message);
  }
}
