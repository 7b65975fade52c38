package io.latentmesh.textencoder;

import java.util.ArrayList;
import java.util.List;

/**
 * Width 2: a token's state is its id and the clip skip, 10 more where tokens are hidden; id 3
 * overflows.
 */
final class FakeTextEncoder implements TextEncoder {
  private static final int OVERFLOWING_ID = 3;

  final List<Integer> forwards = new ArrayList<>();

  @Override
  public List<EncodedText> encode(List<TokenWindow> windows, int clipSkip) {
    forwards.add(windows.size());
    return windows.stream()
        .map(window -> states(window.ids(), clipSkip + (window.hides() ? 10 : 0)))
        .toList();
  }

  private static EncodedText states(long[] ids, int second) {
    float[] states = new float[2 * ids.length];
    for (int i = 0; i < ids.length; i++) {
      states[2 * i] = ids[i] == OVERFLOWING_ID ? Float.NaN : ids[i];
      states[2 * i + 1] = second;
    }
    return new EncodedText(states, new float[] {second, 0});
  }
}
