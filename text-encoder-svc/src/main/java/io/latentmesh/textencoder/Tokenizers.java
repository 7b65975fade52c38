package io.latentmesh.textencoder;

import java.util.List;

/** One tokenizer for each text encoder of a model. Any thread. */
record Tokenizers(List<ClipTokenizer> all) implements AutoCloseable {
  Tokenizers {
    all = List.copyOf(all);
  }

  static Tokenizers of(ClipTokenizer only) {
    return new Tokenizers(List.of(only));
  }

  /** T, which is the same for all. */
  int contextLength() {
    return all.getFirst().contextLength();
  }

  /** The text's tokens, not truncated. */
  TokenizedText tokenize(String text) {
    return all.getFirst().tokenize(text);
  }

  /** What each encoder is fed for the text. */
  TokenWindow window(String text) {
    List<TokenWindow> windows = all.stream().map(tokenizer -> tokenizer.window(text)).toList();
    return new TokenWindow(
        windows.stream().map(TokenWindow::ids).toList(), windows.getFirst().tokenCount());
  }

  /** What each encoder is fed for the chunks of a weighted text, at least one. */
  List<WeightedWindow> windows(List<TextPiece> pieces) {
    return WeightedWindow.of(all, all.stream().map(tokenizer -> tokenizer.chunks(pieces)).toList());
  }

  /** Words in chunks, for each encoder. */
  List<WordTokens> words(List<TextPiece.Words> words) {
    return all.stream().map(tokenizer -> WordTokens.of(tokenizer, words)).toList();
  }

  /** What each encoder is fed for words in chunks. */
  List<WeightedWindow> windowsOf(List<WordTokens> words) {
    return WeightedWindow.of(all, words.stream().map(WordTokens::chunks).toList());
  }

  @Override
  public void close() {
    all.forEach(ClipTokenizer::close);
  }
}
