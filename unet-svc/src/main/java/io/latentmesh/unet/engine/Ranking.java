package io.latentmesh.unet.engine;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Evaluations of one kind in the order in which they should run if they were one tenant's: first
 * those that can be on time, by deadline, then the others, the soonest done first.
 *
 * @param late whether some cannot be on time even with the device to themselves
 */
record Ranking(List<Candidate> order, boolean late) {
  /* Design. Every image has a deadline: stretch times its unloaded latency after it opened, or the
   * caller's own when that is earlier, or when only that can still be met. Earliest deadline first
   * meets all of them if anything does, and since the implicit deadline grows with the image, short
   * images overtake long ones and all have the same slowdown to fear.
   * When not all can be on time, earliest deadline first makes nearly all of them late. Then the
   * image with the most work left is put last, until the others fit: Moore's algorithm (Management
   * Science 15:1, 1968), which keeps the largest number on time, run anew at each step on those who
   * are here. What is put last starves no longer than FairPolicy lets it. */

  Ranking {
    order = List.copyOf(order);
  }

  private record Due(Candidate candidate, long nanos, int place) {
    private static final Comparator<Due> EARLIEST_FIRST =
        Comparator.comparingLong(Due::nanos).thenComparingInt(Due::place);
    private static final Comparator<Due> LONGEST_FIRST =
        Comparator.comparingLong(Due::work).reversed();

    long work() {
      return candidate.work();
    }
  }

  static Ranking of(List<Candidate> candidates, Pace pace, Deadlines deadlines, long nowNanos) {
    List<Due> due = new ArrayList<>();
    List<Candidate> last = new ArrayList<>();
    for (Candidate candidate : candidates) {
      long nanos = deadlines.due(candidate);
      if (nanos == Evaluation.NO_DEADLINE) {
        last.add(candidate);
      } else {
        due.add(new Due(candidate, nanos, due.size()));
      }
    }
    boolean late = !last.isEmpty();
    List<Candidate> order = onTime(due, last, pace.speed(), nowNanos);
    last.sort(Comparator.comparingLong(Candidate::work));
    order.addAll(last);
    return new Ranking(order, late);
  }

  /** Moore's algorithm: moves to {@code last} whatever keeps the others from being on time. */
  private static List<Candidate> onTime(
      List<Due> due, List<Candidate> last, double speed, long nowNanos) {
    due.sort(Due.EARLIEST_FIRST);
    PriorityQueue<Due> kept = new PriorityQueue<>(Due.LONGEST_FIRST);
    double nanos = 0;
    for (Due next : due) {
      kept.add(next);
      nanos += next.work() / speed;
      if (nowNanos + nanos > next.nanos) {
        Due longest = kept.remove();
        nanos -= longest.work() / speed;
        last.add(longest.candidate);
      }
    }
    return kept.stream()
        .sorted(Due.EARLIEST_FIRST)
        .map(Due::candidate)
        .collect(toCollection(ArrayList::new));
  }
}
