package io.latentmesh.textencoder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A text as a denoiser is conditioned on it. Takes over its arrays: nobody writes to them again.
 */
final class FinishedText {
  private final long[] ids;
  private final EncodedText encoded;

  /**
   * @param ids the T ids fed to the network; of several chunks, one behind the other
   * @param encoded T states
   */
  FinishedText(long[] ids, EncodedText encoded) {
    this.ids = ids;
    this.encoded = encoded;
  }

  /** {@code parts} one behind the other; pooled is the first one's. */
  static FinishedText joined(List<FinishedText> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    long[] ids = new long[total(parts, part -> part.ids.length)];
    float[] states = new float[total(parts, part -> part.encoded.hiddenStates().length)];
    int idsEnd = 0;
    int statesEnd = 0;
    for (FinishedText part : parts) {
      float[] own = part.encoded.hiddenStates();
      System.arraycopy(part.ids, 0, ids, idsEnd, part.ids.length);
      System.arraycopy(own, 0, states, statesEnd, own.length);
      idsEnd += part.ids.length;
      statesEnd += own.length;
    }
    return new FinishedText(ids, parts.getFirst().encoded.with(states));
  }

  /** The texts, of which shorter ones are followed by {@code filler} as often as it takes. */
  static List<FinishedText> levelled(List<FinishedText> texts, FinishedText filler) {
    int longest = texts.stream().mapToInt(text -> text.ids.length).max().orElseThrow();
    return texts.stream().map(text -> text.followedBy(filler, longest)).toList();
  }

  private FinishedText followedBy(FinishedText filler, int length) {
    List<FinishedText> parts = new ArrayList<>();
    parts.add(this);
    for (int end = ids.length; end < length; end += filler.ids.length) {
      parts.add(filler);
    }
    return joined(parts);
  }

  /** The same text with the pooled state of another. */
  FinishedText withPooledOf(EncodedText other) {
    return new FinishedText(ids, encoded.withPooledOf(other));
  }

  /** The same text with other states, whose array is taken over. */
  FinishedText with(float[] otherStates) {
    return new FinishedText(ids, encoded.with(otherStates));
  }

  /** [T]; read only. */
  long[] ids() {
    return ids;
  }

  /** T states. */
  EncodedText encoded() {
    return encoded;
  }

  private static int total(List<FinishedText> parts, ToIntFunction<FinishedText> length) {
    return parts.stream().mapToInt(length).sum();
  }
}
