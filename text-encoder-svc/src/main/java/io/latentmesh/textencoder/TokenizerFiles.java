package io.latentmesh.textencoder;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.networks.model.TokenizerSource;
import java.nio.file.Path;
import java.util.List;

/**
 * What is known of a CLIP tokenizer: its vocabulary, its merges, and its roles, from {@code
 * tokenizer_config.json} and {@code special_tokens_map.json} where present.
 */
final class TokenizerFiles {
  /** Used where {@code model_max_length} is absent or meant as "unlimited" (1e30). */
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final Path origin;
  private final Vocabulary vocabulary;
  private final Roles roles;

  /**
   * The pieces.
   *
   * @param json a JSON object: piece to id
   * @param ids the same, read
   * @param merges pairs in order of priority, "left right"
   */
  record Vocabulary(String json, JsonNode ids, List<String> merges) {
    Vocabulary {
      merges = List.copyOf(merges);
    }
  }

  /**
   * What tokens mean.
   *
   * @param config {@code tokenizer_config.json}; empty where there is none
   * @param specialTokensMap {@code special_tokens_map.json}, likewise; it overrides the config
   * @param added tokens by id that are found as a whole, as {@code added_tokens_decoder} has them
   */
  record Roles(JsonNode config, JsonNode specialTokensMap, JsonNode added) {}

  TokenizerFiles(Path origin, Vocabulary vocabulary, Roles roles) {
    this.origin = origin;
    this.vocabulary = vocabulary;
    this.roles = roles;
  }

  /**
   * Reads all that there is.
   *
   * @throws TokenizerException when a file is missing or is not what it should be
   */
  static TokenizerFiles open(TokenizerSource source) {
    return switch (source) {
      case TokenizerSource.InFolder in -> new TokenizerFolder(in.folder()).read();
      case TokenizerSource.Clip clip -> ClipVocabulary.files(clip.padToken());
    };
  }

  /** What messages name. */
  Path origin() {
    return origin;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Longest sequence that the model was made for, or {@link Integer#MAX_VALUE} if not said. */
  int maxLength() {
    return (int) Math.min(roles.config().path("model_max_length").asDouble(NO_LIMIT), NO_LIMIT);
  }

  /** Tokens by id that are found as a whole. */
  JsonNode addedTokens() {
    return roles.added();
  }

  /**
   * The entry for {@code role} ("bos_token", ...): a text or an object with "content". The map
   * overrides the config (Stable Diffusion 2 pads with "!" only there); missing if neither has it.
   */
  JsonNode special(String role) {
    JsonNode mapped = roles.specialTokensMap().path(role);
    return mapped.isMissingNode() || mapped.isNull() ? roles.config().path(role) : mapped;
  }

  /** The id of a piece that must exist. */
  long id(String piece) {
    JsonNode id = vocabulary.ids().path(piece);
    if (!id.isIntegralNumber()) {
      throw new TokenizerException(origin, "must have an id for \"" + piece + "\"");
    }
    return id.asLong();
  }
}
