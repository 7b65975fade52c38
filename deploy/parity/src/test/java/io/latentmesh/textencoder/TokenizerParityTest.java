package io.latentmesh.textencoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latentmesh.networks.model.TokenizerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids of transformers 5.23.0 for every text of the fixture folder {@code clip-tokenizer}. */
class TokenizerParityTest {
  private static final int CONTEXT_LENGTH = 77;

  private final Path fixture =
      Path.of(System.getProperty("latentmesh.fixtures"), "clip-tokenizer").toAbsolutePath();

  @Test
  void tokenize_everyText_givesTheReferenceIds() throws IOException {
    JsonNode expected = expected();
    SoftAssertions softly = new SoftAssertions();
    try (ClipTokenizer tokenizer =
        ClipTokenizer.load(new TokenizerSource.InFolder(fixture), CONTEXT_LENGTH)) {
      for (JsonNode item : expected.path("cases")) {
        String text = item.path("text").asText();
        long[] ids = ids(item.path("ids"));
        softly
            .assertThat(tokenizer.tokenize(text).ids())
            .as(text)
            .isEqualTo(LongStream.of(ids).skip(1).limit(ids.length - 2L).boxed().toList());
      }
    }
    assertThat(expected.path("cases")).hasSize(expected.path("count").asInt());
    softly.assertAll();
  }

  @Test
  void window_paddedTexts_giveTheReferenceIds() throws IOException {
    JsonNode padded = expected().path("padded");
    try (ClipTokenizer tokenizer =
        ClipTokenizer.load(new TokenizerSource.InFolder(fixture), CONTEXT_LENGTH)) {
      for (JsonNode item : padded) {
        String text = item.path("text").asText();
        assertThat(tokenizer.window(text).ids()).as(text).isEqualTo(ids(item.path("ids_pad_eos")));
      }
    }
    assertThat(padded).isNotEmpty();
  }

  /** Of a tokenizer that was made to pad with "!" such marks in the text are padding's id, too. */
  @Test
  void window_textsPaddedWithZero_giveTheReferenceIds(@TempDir Path folder) throws IOException {
    copyPaddingWithExclamationMark(folder);
    try (ClipTokenizer tokenizer =
        ClipTokenizer.load(new TokenizerSource.InFolder(folder), CONTEXT_LENGTH)) {
      for (JsonNode item : expected().path("padded")) {
        String text = item.path("text").asText();
        if (!text.contains("!")) {
          assertThat(tokenizer.window(text).ids()).as(text).isEqualTo(ids(item.path("ids_pad_0")));
        }
      }
    }
  }

  private void copyPaddingWithExclamationMark(Path folder) throws IOException {
    for (String name : new String[] {"vocab.json", "merges.txt", "tokenizer_config.json"}) {
      Files.copy(fixture.resolve(name), folder.resolve(name));
    }
    String map = Files.readString(fixture.resolve("special_tokens_map.json"));
    Files.writeString(
        folder.resolve("special_tokens_map.json"),
        map.replace("\"pad_token\": \"<|endoftext|>\"", "\"pad_token\": \"!\""));
  }

  private JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(fixture.resolve("cases.json").toFile());
  }

  private static long[] ids(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }
}
