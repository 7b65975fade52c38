package io.latentmesh.textencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.model.TokenizerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Expected ids of special tokens were read off transformers 5.23.0 on folders of the same content;
 * whole texts are compared in the parity module.
 */
class ClipTokenizerTest {
  private static final String PADS_WITH_END =
      """
      {"eos_token": {"content": "<|endoftext|>", "normalized": true}, "pad_token": "<|endoftext|>"}
      """;

  @TempDir Path folder;

  @Test
  void window_shortText_isStartTokensEndPadding() throws IOException {
    write("tokenizer_config.json", "{\"model_max_length\": 6, \"pad_token\": \"<|endoftext|>\"}");

    try (ClipTokenizer tokenizer = tokenizer(6)) {
      TokenWindow window = tokenizer.window("AB  a");
      assertThat(window.ids()).containsExactly(7, 9, 5, 8, 8, 8);
      assertThat(window.tokenCount()).isEqualTo(2);
      assertThat(window.truncated()).isFalse();
    }
  }

  @Test
  void window_padTokenOfTheMap_overridesTheConfigs() throws IOException {
    write("tokenizer_config.json", "{\"model_max_length\": 5, \"pad_token\": \"<|endoftext|>\"}");
    write("special_tokens_map.json", "{\"pad_token\": \"!\"}");

    try (ClipTokenizer tokenizer = tokenizer(5)) {
      assertThat(tokenizer.window("a").ids()).containsExactly(7, 5, 8, 0, 0);
    }
  }

  @Test
  void window_padTokenIsExclamationMark_everyOneInTheTextIsThatToken() throws IOException {
    write("special_tokens_map.json", "{\"pad_token\": \"!\"}");

    try (ClipTokenizer tokenizer = tokenizer(6)) {
      assertThat(tokenizer.window("a!!b").ids()).containsExactly(7, 5, 0, 0, 4, 8);
    }
  }

  @Test
  void window_endTokenIsAlsoThePadToken_isFoundInItsOwnSpellingOnly() throws IOException {
    write("special_tokens_map.json", PADS_WITH_END);

    try (ClipTokenizer tokenizer = tokenizer(5)) {
      assertThat(tokenizer.tokenize("a <|endoftext|> b").ids()).containsExactly(5L, 8L, 4L);
      assertThat(tokenizer.tokenize("a <|ENDOFTEXT|> b").ids()).hasSizeGreaterThan(3);
    }
  }

  @Test
  void window_addedTokensDecoder_decidesHowATokenIsFound() throws IOException {
    write("special_tokens_map.json", PADS_WITH_END);
    write(
        "tokenizer_config.json",
        """
        {"added_tokens_decoder": {
           "8": {"content": "<|endoftext|>", "normalized": true, "special": true}}}
        """);

    try (ClipTokenizer tokenizer = tokenizer(5)) {
      assertThat(tokenizer.tokenize("a <|ENDOFTEXT|> b").ids()).containsExactly(5L, 8L, 4L);
    }
  }

  @Test
  void window_textFitsExactly_isNotTruncated() throws IOException {
    try (ClipTokenizer tokenizer = tokenizer(4)) {
      assertThat(tokenizer.window("a b").truncated()).isFalse();
      assertThat(tokenizer.window("a b").ids()).containsExactly(7, 5, 4, 8);
    }
  }

  @Test
  void window_oneTokenTooMany_dropsItAndKeepsTheEnd() throws IOException {
    try (ClipTokenizer tokenizer = tokenizer(4)) {
      TokenWindow window = tokenizer.window("a b a");
      assertThat(window.ids()).containsExactly(7, 5, 4, 8);
      assertThat(window.tokenCount()).isEqualTo(3);
      assertThat(window.truncated()).isTrue();
    }
  }

  @Test
  void tokenize_emptyText_hasNoTokens() throws IOException {
    try (ClipTokenizer tokenizer = tokenizer(77)) {
      assertThat(tokenizer.tokenize("").ids()).isEmpty();
    }
  }

  @Test
  void tokenize_text_namesThePieces() throws IOException {
    try (ClipTokenizer tokenizer = tokenizer(77)) {
      assertThat(tokenizer.tokenize("ab").pieces()).containsExactly("ab</w>");
    }
  }

  @Test
  void load_lengthNowhereSaid_takesTheNetworksPositions() throws IOException {
    write("tokenizer_config.json", "{\"model_max_length\": 1e30}");

    try (ClipTokenizer tokenizer = tokenizer(77)) {
      assertThat(tokenizer.contextLength()).isEqualTo(77);
    }
  }

  @Test
  void load_tokenizerMadeForLess_isRefused() throws IOException {
    write("tokenizer_config.json", "{\"model_max_length\": 64}");

    assertThatThrownBy(() -> tokenizer(77))
        .hasMessageEndingWith(
            "model_max_length must be at least 77, the encoder's positions, was 64");
  }

  @Test
  void load_fileMissing_namesIt() {
    assertThatThrownBy(() -> ClipTokenizer.load(new TokenizerSource.InFolder(folder), 77))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("vocab.json: cannot be read");
  }

  @Test
  void load_vocabularyWithoutEndToken_namesIt() throws IOException {
    write("vocab.json", "{\"<|startoftext|>\": 0}");
    write("merges.txt", "#version: 0.2\n");

    assertThatThrownBy(() -> ClipTokenizer.load(new TokenizerSource.InFolder(folder), 77))
        .hasMessageContaining("vocab.json: must have an id for \"<|endoftext|>\"");
  }

  @Test
  void load_vocabularyIsNotJson_namesTheFile() throws IOException {
    write("vocab.json", "{\"a\": ");
    write("merges.txt", "#version: 0.2\n");

    assertThatThrownBy(() -> ClipTokenizer.load(new TokenizerSource.InFolder(folder), 77))
        .hasMessageContaining("vocab.json: is not JSON");
  }

  @Test
  void load_mergeOfUnknownPieces_isRefused() throws IOException {
    TinyVocabulary.write(folder);
    write("merges.txt", "#version: 0.2\nx y\n");

    assertThatThrownBy(() -> ClipTokenizer.load(new TokenizerSource.InFolder(folder), 77))
        .hasMessageContaining("is not a CLIP tokenizer");
  }

  private ClipTokenizer tokenizer(int positions) throws IOException {
    TinyVocabulary.write(folder);
    return ClipTokenizer.load(new TokenizerSource.InFolder(folder), positions);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
