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
    return WeightedWindow.of(all, pieces);
  }

  /** What each encoder is fed for words that are cut off where the window is full. */
  WeightedWindow cut(List<TextPiece.Words> words) {
    return WeightedWindow.cut(all, words);
  }

  @Override
  public void close() {
    all.forEach(ClipTokenizer::close);
  }
}
