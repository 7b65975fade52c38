package io.latentmesh.textencoder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Start, end and padding, and every token that is found as a whole. Follows transformers 5: entries
 * of {@code added_tokens_decoder} stand; a role given as an object carries its own flags; a role
 * given as a text is looked for in the original, not the lower-cased text; of several roles with
 * one content the last of bos, eos, unk, pad decides. So a pad token "!" turns every "!" of a
 * prompt into padding's id.
 */
final class SpecialTokens {
  private static final Map<String, String> ROLES =
      Map.of(
          "bos_token", "<|startoftext|>",
          "eos_token", "<|endoftext|>",
          "unk_token", "<|endoftext|>",
          "pad_token", "<|endoftext|>");

  private final TokenizerFiles files;
  private final Map<Long, SpecialToken> added = new TreeMap<>();

  private SpecialTokens(TokenizerFiles files) {
    this.files = files;
    for (String role : List.of("bos_token", "eos_token", "unk_token", "pad_token")) {
      SpecialToken token = token(files.id(content(role)), content(role), files.special(role));
      added.put(token.id(), token);
    }
    files
        .addedTokens()
        .properties()
        .forEach(entry -> declare(Long.parseLong(entry.getKey()), entry.getValue()));
  }

  static SpecialTokens of(TokenizerFiles files) {
    return new SpecialTokens(files);
  }

  /** In order of id. */
  Collection<SpecialToken> added() {
    return List.copyOf(added.values());
  }

  String bos() {
    return content("bos_token");
  }

  String eos() {
    return content("eos_token");
  }

  long bosId() {
    return files.id(bos());
  }

  long eosId() {
    return files.id(eos());
  }

  long padId() {
    return files.id(content("pad_token"));
  }

  private void declare(long id, JsonNode entry) {
    added.put(id, token(id, entry.path("content").asText(), entry));
  }

  private String content(String role) {
    JsonNode entry = files.special(role);
    String content = entry.isObject() ? entry.path("content").asText() : entry.asText();
    return content.isEmpty() ? ROLES.getOrDefault(role, "") : content;
  }

  /** A text has none of the flags. */
  private static SpecialToken token(long id, String content, JsonNode entry) {
    return new SpecialToken(
        id,
        content,
        entry.path("single_word").asBoolean(),
        entry.path("lstrip").asBoolean(),
        entry.path("rstrip").asBoolean(),
        entry.path("normalized").asBoolean(),
        entry.path("special").asBoolean(true));
  }
}
