package io.latentmesh.textencoder;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The vocabulary of CLIP, which all published models share. It follows from the merges: one piece
 * for each byte, one for each byte at a word's end, one for each merge, then start and end.
 */
final class ClipVocabulary {
  private static final String MERGES = "clip-merges.txt";
  private static final String WORD_END = "</w>";
  private static final int MAX_LENGTH = 77;

  private ClipVocabulary() {}

  /** The tokenizer that fills short texts with {@code padToken}. */
  static TokenizerFiles files(String padToken) {
    List<String> merges = merges();
    ObjectNode ids = JsonNodeFactory.instance.objectNode();
    for (String piece : pieces(merges)) {
      ids.put(piece, ids.size());
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("model_max_length", MAX_LENGTH).put("pad_token", padToken);
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    return new TokenizerFiles(
        Path.of(MERGES),
        new TokenizerFiles.Vocabulary(ids.toString(), ids, merges),
        new TokenizerFiles.Roles(config, none, none));
  }

  private static List<String> pieces(List<String> merges) {
    List<String> bytes = byteCharacters();
    List<String> pieces = new ArrayList<>(bytes);
    bytes.forEach(character -> pieces.add(character + WORD_END));
    merges.forEach(merge -> pieces.add(merge.replace(" ", "")));
    pieces.add("<|startoftext|>");
    pieces.add("<|endoftext|>");
    return pieces;
  }

  /**
   * GPT-2's stand-ins for bytes, in its order: first those that are printable as they are, then the
   * others as the characters from 256 on.
   */
  private static List<String> byteCharacters() {
    List<String> printable = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      boolean shows = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
      if (shows) {
        printable.add(Character.toString(value));
      } else {
        others.add(Character.toString(256 + others.size()));
      }
    }
    printable.addAll(others);
    return printable;
  }

  private static List<String> merges() {
    try (InputStream in =
        Objects.requireNonNull(ClipVocabulary.class.getResourceAsStream(MERGES), MERGES)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
