package io.latentmesh.textencoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latentmesh.networks.model.TokenizerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CLIP =
      Path.of(System.getProperty("latentmesh.root", ".."))
          .resolve("deploy", "parity", "fixtures", "clip-tokenizer");

  @TempDir private Path folder;

  @Test
  void clip_ofItsMerges_isThePublishedVocabulary() throws IOException {
    JsonNode published = JSON.readTree(CLIP.resolve("vocab.json").toFile());
    TokenizerFiles files = TokenizerFiles.open(new TokenizerSource.Clip("!"));
    assertThat(files.vocabulary().ids().size()).isEqualTo(49408);
    assertThat(files.vocabulary().ids()).isEqualTo(published);
    assertThat(files.maxLength()).isEqualTo(77);
  }

  @Test
  void clip_withAPadToken_padsWithIt() {
    try (ClipTokenizer sd2 = ClipTokenizer.load(new TokenizerSource.Clip("!"), 77);
        ClipTokenizer sd1 = ClipTokenizer.load(new TokenizerSource.Clip("<|endoftext|>"), 77)) {
      assertThat(sd2.window("a cat").ids()).startsWith(49406, 320, 2368, 49407, 0, 0);
      assertThat(sd1.window("a cat").ids()).startsWith(49406, 320, 2368, 49407, 49407, 49407);
    }
  }

  /** As transformers 5 saves a tokenizer: nothing but this and {@code tokenizer_config.json}. */
  @Test
  void open_ofASavedTokenizer_readsPiecesMergesAndAddedTokens() throws IOException {
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"added_tokens": [
           {"id": 0, "content": "!", "special": true, "normalized": false},
           {"id": 4, "content": "<|startoftext|>", "special": true, "normalized": true},
           {"id": 5, "content": "<|endoftext|>", "special": true, "normalized": true}],
         "model": {"type": "BPE",
           "vocab": {"!": 0, "a</w>": 1, "b": 2, "ba</w>": 3, "<|startoftext|>": 4,
             "<|endoftext|>": 5},
           "merges": [["b", "a</w>"]]}}
        """);
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 6, \"pad_token\": \"!\"}");
    TokenizerSource saved = new TokenizerSource.InFolder(folder);
    assertThat(TokenizerFiles.open(saved).vocabulary().merges()).containsExactly("b a</w>");
    try (ClipTokenizer tokenizer = ClipTokenizer.load(saved, 6)) {
      assertThat(tokenizer.window("BA a!").ids()).containsExactly(4, 3, 1, 0, 5, 0);
    }
  }
}
