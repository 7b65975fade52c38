package io.latentmesh.textencoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a CLIP tokenizer as published: {@code vocab.json}, {@code merges.txt} and, where
 * present, {@code special_tokens_map.json} and {@code tokenizer_config.json}.
 */
final class TokenizerFolder {
  /** Used where {@code model_max_length} is absent or meant as "unlimited" (1e30). */
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final String vocabularyJson;
  private final JsonNode vocabulary;
  private final JsonNode config;
  private final JsonNode specialTokensMap;
  private final List<String> merges;

  private TokenizerFolder(Path folder) {
    this.folder = folder;
    this.vocabularyJson = read(vocabularyFile());
    this.vocabulary = parse(vocabularyFile(), vocabularyJson);
    this.config = optional("tokenizer_config.json");
    this.specialTokensMap = optional("special_tokens_map.json");
    this.merges = merges(read(folder.resolve("merges.txt")));
  }

  /**
   * Reads all files.
   *
   * @throws TokenizerException when one is missing or is not what it should be
   */
  static TokenizerFolder open(Path folder) {
    return new TokenizerFolder(folder);
  }

  Path path() {
    return folder;
  }

  /** {@code vocab.json}, verbatim: piece to id. */
  String vocabularyJson() {
    return vocabularyJson;
  }

  /** Pairs in order of priority, "left right". */
  List<String> merges() {
    return merges;
  }

  /** Longest sequence that the model was made for, or {@link Integer#MAX_VALUE} if not said. */
  int maxLength() {
    return (int) Math.min(config.path("model_max_length").asDouble(NO_LIMIT), NO_LIMIT);
  }

  /** {@code tokenizer_config.json}'s own list of added tokens by id; missing in older folders. */
  JsonNode addedTokens() {
    return config.path("added_tokens_decoder");
  }

  /**
   * The entry for {@code role} ("bos_token", ...): a text or an object with "content". The map
   * overrides the config (Stable Diffusion 2 pads with "!" only there); missing if neither has it.
   */
  JsonNode special(String role) {
    JsonNode mapped = specialTokensMap.path(role);
    return mapped.isMissingNode() || mapped.isNull() ? config.path(role) : mapped;
  }

  /** The id of a piece that must exist. */
  long id(String piece) {
    JsonNode id = vocabulary.path(piece);
    if (!id.isIntegralNumber()) {
      throw new TokenizerException(vocabularyFile(), "must have an id for \"" + piece + "\"");
    }
    return id.asLong();
  }

  private Path vocabularyFile() {
    return folder.resolve("vocab.json");
  }

  private JsonNode optional(String name) {
    Path file = folder.resolve(name);
    return Files.exists(file) ? parse(file, read(file)) : JSON.createObjectNode();
  }

  private static List<String> merges(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    boolean hasHeader = !lines.isEmpty() && lines.getFirst().startsWith("#version");
    return hasHeader ? lines.subList(1, lines.size()) : lines;
  }

  private static JsonNode parse(Path file, String json) {
    try {
      JsonNode node = JSON.readTree(json);
      if (!node.isObject()) {
        throw new TokenizerException(file, "must be a JSON object, was " + node.getNodeType());
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new TokenizerException(file, "is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new TokenizerException(file, "cannot be read: " + e, e);
    }
  }
}
