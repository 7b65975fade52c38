package io.latentmesh.textencoder;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.latentmesh.networks.model.TokenizerSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * CLIP's byte pair encoding with the ids of transformers 5, through Hugging Face's own native
 * tokenizers. Any thread.
 */
final class ClipTokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;
  private final int contextLength;
  private final long bosId;
  private final long eosId;
  private final long padId;

  private ClipTokenizer(HuggingFaceTokenizer tokenizer, SpecialTokens special, int contextLength) {
    this.tokenizer = tokenizer;
    this.contextLength = contextLength;
    this.bosId = special.bosId();
    this.eosId = special.eosId();
    this.padId = special.padId();
  }

  /**
   * Loads the tokenizer of a text encoder.
   *
   * @param positions the text encoder's number of positions, which is the context length
   * @throws TokenizerException when a file is missing or is not what it should be
   */
  static ClipTokenizer load(TokenizerSource source, int positions) {
    stayLocal();
    TokenizerFiles files = TokenizerFiles.open(source);
    SpecialTokens special = SpecialTokens.of(files);
    byte[] json = TokenizerJson.compose(files, special).getBytes(StandardCharsets.UTF_8);
    if (files.maxLength() < positions) {
      throw new TokenizerException(
          files.origin(),
          "model_max_length must be at least %d, the encoder's positions, was %d"
              .formatted(positions, files.maxLength()));
    }
    try {
      return new ClipTokenizer(open(json), special, positions);
    } catch (IOException | RuntimeException e) {
      throw new TokenizerException(files.origin(), "is not a CLIP tokenizer: " + e.getMessage(), e);
    }
  }

  /** T: how many ids the network is fed, start and end included. */
  int contextLength() {
    return contextLength;
  }

  /** Splits a text of any length, which may be empty. */
  TokenizedText tokenize(String text) {
    Encoding encoding = tokenizer.encode(text, false, false);
    return new TokenizedText(
        Arrays.stream(encoding.getIds()).boxed().toList(), List.of(encoding.getTokens()));
  }

  /** What the network is fed for {@code text}. */
  TokenWindow window(String text) {
    long[] tokens = tokenizer.encode(text, false, false).getIds();
    return new TokenWindow(padded(tokens), tokens.length);
  }

  /** What the network is fed for a chunk. */
  long[] padded(List<WeightedToken> chunk) {
    return padded(chunk.stream().mapToLong(WeightedToken::id).toArray());
  }

  /** The chunks of a weighted text, at least one, each of at most T - 2 tokens. */
  List<List<WeightedToken>> chunks(List<TextPiece> pieces) {
    var chunker = new Chunker(contextLength - 2);
    for (TextPiece piece : pieces) {
      switch (piece) {
        case TextPiece.Words words ->
            tokenize(words.text()).weighted(words.weight()).forEach(chunker::add);
        case TextPiece.ChunkEnd ignored -> chunker.endChunk();
      }
    }
    return chunker.chunks();
  }

  /** Start, the tokens that fit, end, padding. */
  private long[] padded(long[] tokens) {
    int used = Math.min(tokens.length, contextLength - 2);
    long[] ids = new long[contextLength];
    Arrays.fill(ids, padId);
    ids[0] = bosId;
    System.arraycopy(tokens, 0, ids, 1, used);
    ids[used + 1] = eosId;
    return ids;
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  private static HuggingFaceTokenizer open(byte[] json) throws IOException {
    return HuggingFaceTokenizer.newInstance(
        new ByteArrayInputStream(json), Map.of("truncation", "false", "padding", "false"));
  }

  /** The library reads these when it loads; without them it phones home and may download. */
  private static void stayLocal() {
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
    System.setProperty("ai.djl.offline", "true");
  }
}
