package io.latentmesh.textencoder;

import java.util.List;

/** A text without grammar: one window, cut off where it is full. */
final class PlainText implements TextPlan {
  private final Tokenizers tokenizers;
  private final String text;
  private final SharedForwards.Item item;

  PlainText(Tokenizers tokenizers, String text, int clipSkip) {
    this.tokenizers = tokenizers;
    this.text = text;
    this.item = new SharedForwards.Item(tokenizers.window(text), clipSkip);
  }

  @Override
  public List<SharedForwards.Item> items() {
    return List.of(item);
  }

  @Override
  public FinishedText finish(List<EncodedText> answers) {
    return new FinishedText(item.window().ids(), answers.getFirst());
  }

  @Override
  public List<List<WeightedToken>> chunks() {
    int used = Math.min(tokenCount(), item.window().ids().length - 2);
    return List.of(tokens().subList(0, used));
  }

  @Override
  public List<WeightedToken> tokens() {
    return tokenizers.tokenize(text).weighted(1);
  }

  @Override
  public int tokenCount() {
    return item.window().tokenCount();
  }

  @Override
  public boolean truncated() {
    return item.window().truncated();
  }
}
