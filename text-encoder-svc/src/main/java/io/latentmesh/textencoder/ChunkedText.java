package io.latentmesh.textencoder;

import java.util.List;
import java.util.stream.IntStream;

/** A text with weights: as many windows as it needs, one behind the other. */
final class ChunkedText implements TextPlan {
  private final List<WeightedWindow> windows;
  private final Emphasis emphasis;
  private final int clipSkip;

  ChunkedText(List<WeightedWindow> windows, Emphasis emphasis, int clipSkip) {
    this.windows = List.copyOf(windows);
    this.emphasis = emphasis;
    this.clipSkip = clipSkip;
  }

  @Override
  public List<SharedForwards.Item> items() {
    return windows.stream().map(each -> new SharedForwards.Item(each.window(), clipSkip)).toList();
  }

  @Override
  public FinishedText finish(List<EncodedText> answers) {
    return FinishedText.joined(
        IntStream.range(0, windows.size())
            .mapToObj(i -> finished(windows.get(i), answers.get(i)))
            .toList());
  }

  @Override
  public List<List<WeightedToken>> chunks() {
    return windows.stream().map(WeightedWindow::tokens).toList();
  }

  @Override
  public List<WeightedToken> tokens() {
    return windows.stream().flatMap(each -> each.tokens().stream()).toList();
  }

  @Override
  public int tokenCount() {
    return windows.stream().mapToInt(each -> each.tokens().size()).sum();
  }

  private FinishedText finished(WeightedWindow window, EncodedText answer) {
    return new FinishedText(window.window().ids(), window.weighted(answer, emphasis));
  }
}
