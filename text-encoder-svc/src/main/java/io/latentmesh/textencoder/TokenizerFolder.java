package io.latentmesh.textencoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tokenizer's folder as published: {@code vocab.json} and {@code merges.txt}, or, as transformers
 * 5 saves it, {@code tokenizer.json}, which holds both.
 */
record TokenizerFolder(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  TokenizerFiles read() {
    Path saved = folder.resolve("tokenizer.json");
    Path vocabulary = folder.resolve("vocab.json");
    boolean old = Files.exists(vocabulary) || !Files.exists(saved);
    return old ? read(vocabulary) : readSaved(saved);
  }

  private TokenizerFiles read(Path file) {
    String json = text(file);
    var pieces =
        new TokenizerFiles.Vocabulary(
            json, parse(file, json), merges(text(folder.resolve("merges.txt"))));
    JsonNode config = optional("tokenizer_config.json");
    return new TokenizerFiles(file, pieces, roles(config, config.path("added_tokens_decoder")));
  }

  private TokenizerFiles readSaved(Path file) {
    JsonNode saved = parse(file, text(file));
    JsonNode model = saved.path("model");
    if (!model.path("type").asText().equals("BPE") || !model.path("vocab").isObject()) {
      throw new TokenizerException(file, "model: must be a BPE with a vocab, was not");
    }
    var pieces =
        new TokenizerFiles.Vocabulary(
            model.path("vocab").toString(), model.path("vocab"), merges(model.path("merges")));
    return new TokenizerFiles(
        file, pieces, roles(optional("tokenizer_config.json"), byId(saved.path("added_tokens"))));
  }

  private TokenizerFiles.Roles roles(JsonNode config, JsonNode added) {
    return new TokenizerFiles.Roles(config, optional("special_tokens_map.json"), added);
  }

  private static JsonNode byId(JsonNode addedTokens) {
    ObjectNode byId = JsonNodeFactory.instance.objectNode();
    addedTokens.forEach(token -> byId.set(token.path("id").asText(), token));
    return byId;
  }

  private JsonNode optional(String name) {
    Path file = folder.resolve(name);
    return Files.exists(file) ? parse(file, text(file)) : JSON.createObjectNode();
  }

  private static List<String> merges(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    boolean hasHeader = !lines.isEmpty() && lines.getFirst().startsWith("#version");
    return hasHeader ? lines.subList(1, lines.size()) : lines;
  }

  /** Each is a text, "left right", or, in newer files, a list of both. */
  private static List<String> merges(JsonNode list) {
    List<String> merges = new ArrayList<>();
    for (JsonNode merge : list) {
      merges.add(
          merge.isArray() ? merge.path(0).asText() + " " + merge.path(1).asText() : merge.asText());
    }
    return merges;
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

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new TokenizerException(file, "cannot be read: " + e, e);
    }
  }
}
