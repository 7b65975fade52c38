package io.latentmesh.unet.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which streams have rows here, which are on their way back, and how long that takes. Confined to
 * the engine's thread.
 */
final class RoundTrips {
  /* Design. A stream travels from the end of the forward that answered its last row until its next
   * row arrives: writing the answer, the network both ways, and the sampler. It does not travel
   * when it has said how many evaluations it wants and has had them. One that stays away much
   * longer than usual is no longer expected, so that a client that pauses holds nobody up. */

  private static final int REMEMBERED_TRIPS = 63;

  /** A stream is given up as late after this many usual round trips. */
  private static final int PATIENCE = 4;

  private static final class Stream {
    int outstanding;
    @Nullable Row last; // The row that was answered last; null before.
    int rows; // Of the evaluation of that row.
    boolean travelling;
    long answeredNanos;

    void answered(Row row, long nanos) {
      rows = last != null && last.evaluation().equals(row.evaluation()) ? rows + 1 : 1;
      last = row;
      answeredNanos = nanos;
    }
  }

  private final IdentityHashMap<Claim, Stream> streams = new IdentityHashMap<>();
  private final RollingMedian nanos = new RollingMedian(REMEMBERED_TRIPS);

  /** A row has come. */
  void arrived(Row row) {
    Stream stream = streams.computeIfAbsent(row.claim(), _ -> new Stream());
    long trip = row.arrivedNanos() - stream.answeredNanos;
    if (stream.travelling && trip >= 0) { // less than 0: sent before the answer
      nanos.add((double) trip);
    }
    stream.travelling = false;
    stream.outstanding++;
  }

  /** A row was answered by a forward that ended at {@code endNanos}. */
  void answered(Row row, long endNanos) {
    Stream stream = streams.get(row.claim());
    if (stream == null) {
      return;
    }
    stream.answered(row, endNanos);
    if (--stream.outstanding > 0) {
      return;
    }
    if (isLast(row)) {
      streams.remove(row.claim());
      return;
    }
    stream.travelling = true;
  }

  /** A row was withdrawn or failed. */
  void dropped(Row row) {
    Stream stream = streams.get(row.claim());
    if (stream != null && --stream.outstanding == 0) {
      streams.remove(row.claim());
    }
  }

  void left(Claim claim) {
    streams.remove(claim);
  }

  /** Whether no stream is here or expected. */
  boolean isEmpty() {
    return streams.isEmpty();
  }

  Turnaround turnaround(long nowNanos) {
    List<Returning> returning = new ArrayList<>();
    double patience = nanos.isEmpty() ? Double.POSITIVE_INFINITY : PATIENCE * nanos.median();
    long usual = Math.round(nanos.median());
    for (Stream stream : streams.values()) {
      Row last = stream.last;
      if (last != null && stream.travelling && nowNanos - stream.answeredNanos <= patience) {
        returning.add(
            new Returning(
                last.evaluation(), last.kind(), stream.rows, stream.answeredNanos + usual));
      }
    }
    return new Turnaround(returning, usual);
  }

  private static boolean isLast(Row row) {
    int expected = row.claim().evaluations();
    return expected > 0 && row.evaluation().index() + 1 >= expected;
  }
}
