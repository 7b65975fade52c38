package io.latentmesh.orchestrator.failover;

import java.net.SocketAddress;
import java.util.List;
import java.util.OptionalLong;

/** When an answer is late, and whether anything is to be won by asking somebody else. */
final class Lateness {
  /*
   * Design note. A step later than k times the expected step is the sign of a hung replica (a
   * stopped process, a dead machine, a partition), but just as well of an overload, where asking
   * twice makes everything worse. What tells them apart:
   *
   * 1. Silence. An overloaded replica answers somebody after every forward; a hung one answers
   *    nobody. So work leaves a silent replica after one threshold, but one that answers others
   *    only after four: there only this one stream can be broken, which is rare.
   * 2. Company. Work moves only if another replica is ready, not suspected, and in time itself:
   *    when all are equally late, nobody moves. (Work that was late there before may go back: with
   *    no other work to be seen, trying is the only way to find out.) Only after 16 thresholds one
   *    piece of work at a time moves all the same: each replica may have lost just one stream.
   * 3. The expected time contains the queue (StepTimes), so it rises with it.
   * 4. LateMoves bounds how much may be moved at once, and ends it when moving does not help. Only
   *    after those 16 thresholds one piece of work at a time moves in spite of it: two replicas may
   *    each have lost one stream, and the same image's.
   * 5. Each move of one piece of work doubles its threshold.
   *
   * Cold starts: before anything is learned an answer is late after the whole patience (twice that
   * where all are late), and a replica that has answered less than three times gets four times as
   * long as a warm one.
   */
  private static final int STREAM_ALONE_FACTOR = 4;
  private static final int EVERYBODY_LATE_FACTOR = 16;
  private static final int COLD_FACTOR = 4;
  private static final int MAX_DOUBLINGS = 6;

  private final Tier tier;

  Lateness(Tier tier) {
    this.tier = tier;
  }

  /** Work that waits at a replica. */
  record Waiting(SocketAddress replica, WorkKind kind, long sent, int lateMoves) {}

  /** After so long the question arises. */
  long thresholdNanos(Waiting work) {
    return saturatedDouble(warmOrCold(work), work.lateMoves);
  }

  /** Whether the work should leave now; takes the permit for it. */
  boolean mayMove(Waiting work) {
    long now = tier.now();
    long threshold = thresholdNanos(work);
    long waited = now - work.sent;
    boolean learned = tier.times().expectedNanos(work.kind).isPresent();
    boolean due =
        waited >= (learned ? STREAM_ALONE_FACTOR : 1) * threshold
            || (waited >= threshold && silent(work, threshold, now));
    if (!due || others(work).isEmpty()) {
      return false;
    }
    if (somebodyIsInTime(work, now)
        && tier.lateMoves().tryTake(tier.records().owed(), work.lateMoves)) {
      return true;
    }
    boolean veryLate = waited >= (learned ? EVERYBODY_LATE_FACTOR : 2) * threshold;
    return veryLate && tier.lateMoves().tryTakeAlone(work.lateMoves);
  }

  /** Whether the replica, and not just this stream, gives no sign of life. */
  boolean silent(Waiting work) {
    return silent(work, thresholdNanos(work), tier.now());
  }

  private boolean silent(Waiting work, long threshold, long now) {
    return tier.records().silentFor(work.replica, threshold, now);
  }

  private boolean somebodyIsInTime(Waiting work, long now) {
    long threshold = known(work);
    return others(work).stream()
        .anyMatch(replica -> tier.records().inTime(replica, threshold / 2, now));
  }

  private List<SocketAddress> others(Waiting work) {
    return tier.trusted().stream().filter(replica -> !replica.equals(work.replica)).toList();
  }

  private long warmOrCold(Waiting work) {
    OptionalLong expected = tier.times().expectedNanos(work.kind);
    if (expected.isEmpty()) {
      return known(work);
    }
    return tier.records().cold(work.replica) ? COLD_FACTOR * known(work) : known(work);
  }

  private long known(Waiting work) {
    FailoverLimits limits = tier.limits();
    OptionalLong expected = tier.times().expectedNanos(work.kind);
    return expected.isEmpty()
        ? limits.patience().toNanos()
        : Math.max(limits.lateFloor().toNanos(), limits.lateFactor() * expected.getAsLong());
  }

  private static long saturatedDouble(long nanos, int times) {
    return nanos << Math.min(times, MAX_DOUBLINGS);
  }
}
