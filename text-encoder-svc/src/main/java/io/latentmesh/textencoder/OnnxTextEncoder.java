package io.latentmesh.textencoder;

import io.latentmesh.networks.runtime.TextEncoderModel;
import io.latentmesh.networks.runtime.TextRow;
import io.latentmesh.networks.runtime.TextStates;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The service's view of a model's text encoders, which ONNX Runtime runs one after the other; their
 * states stand side by side. Does not close them.
 */
final class OnnxTextEncoder implements TextEncoder {
  private final List<TextEncoderModel> encoders;

  /**
   * One encoder or two.
   *
   * @param encoders of the same number of positions
   */
  OnnxTextEncoder(List<TextEncoderModel> encoders) {
    this.encoders = List.copyOf(encoders);
  }

  @Override
  public List<EncodedText> encode(List<TokenWindow> windows, int clipSkip) {
    List<List<TextStates>> states =
        IntStream.range(0, encoders.size())
            .mapToObj(i ->
                encoders
                    .get(i)
                    .encodeRows(rows(windows, i), ShownStates.of(encoders).choice(clipSkip)))
            .toList();
    return IntStream.range(0, windows.size())
        .mapToObj(text -> encoded(states.stream().map(each -> each.get(text)).toList()))
        .toList();
  }

  private static List<TextRow> rows(List<TokenWindow> windows, int encoder) {
    return windows.stream().map(window -> window.row(encoder)).toList();
  }

  private EncodedText encoded(List<TextStates> states) {
    TextStates last = states.getLast();
    int tokens = encoders.getFirst().config().positions();
    return new EncodedText(
        sideBySide(states.stream().map(TextStates::hiddenStates).toList()),
        last.projected().or(last::pooled).orElseGet(() -> new float[0]),
        states.stream().map(each -> each.hiddenStates().length / tokens).toList());
  }

  /** [T, D1] and [T, D2] become [T, D1 + D2]. */
  private float[] sideBySide(List<float[]> states) {
    if (states.size() == 1) {
      return states.getFirst();
    }
    int tokens = encoders.getFirst().config().positions();
    int width = states.stream().mapToInt(each -> each.length / tokens).sum();
    float[] joined = new float[tokens * width];
    int offset = 0;
    for (float[] each : states) {
      int own = each.length / tokens;
      for (int token = 0; token < tokens; token++) {
        System.arraycopy(each, token * own, joined, token * width + offset, own);
      }
      offset += own;
    }
    return joined;
  }
}
