package io.latentmesh.bench.batching;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Requests that have to be late because their windows lie in intervals with too much work. */
final class LateByIntervals {
  /* Design. Of requests whose whole window lies in an interval, the largest have to be late until
   * the rest of them fit into what the device can do in it. Late requests of intervals that do not
   * overlap add up; the best choice of intervals is found by dynamic programming over arrivals,
   * from the last one back. */

  /** Requests that begin in one interval: of longer ones nothing was found any more. */
  private static final int LONGEST = 120;

  private final Setting setting;
  private final Ability ability;
  private final List<Request> requests;
  private final long[] arrivals;
  private final int[] late;

  private LateByIntervals(Setting setting, Ability ability, List<Request> requests) {
    this.setting = setting;
    this.ability = ability;
    this.requests = requests;
    this.arrivals = requests.stream().mapToLong(Request::arrivalNanos).toArray();
    this.late = new int[requests.size() + 1];
  }

  /** Of {@code requests}, in order of arrival. */
  static int count(Setting setting, Ability ability, List<Request> requests) {
    var intervals = new LateByIntervals(setting, ability, requests);
    for (int first = requests.size() - 1; first >= 0; first--) {
      intervals.late[first] = Math.max(intervals.late[first + 1], intervals.from(first));
    }
    return intervals.late[0];
  }

  /** Late ones from the {@code first} on, with an interval that begins at its arrival. */
  private int from(int first) {
    int end = Math.min(requests.size(), first + LONGEST);
    long horizon = end < arrivals.length ? arrivals[end] : Long.MAX_VALUE;
    List<Request> byDeadline =
        requests.subList(first, end).stream()
            .sorted(Comparator.comparingLong(setting::deadlineNanos))
            .toList();
    NavigableMap<Long, Integer> sizes = new TreeMap<>();
    double work = 0;
    int best = 0;
    for (Request request : byDeadline) {
      long deadline = setting.deadlineNanos(request);
      if (deadline > horizon) {
        break; // somebody who has not been looked at may belong here
      }
      sizes.merge(request.work(), 1, Integer::sum);
      work += request.work();
      double excess = work - ability.between(arrivals[first], deadline);
      if (excess > 0) {
        best = Math.max(best, forced(sizes, excess) + late[firstAt(deadline)]);
      }
    }
    return best;
  }

  /** How many of the largest requests have {@code excess} row-steps at least. */
  private static int forced(NavigableMap<Long, Integer> sizes, double excess) {
    int count = 0;
    double rest = excess - 1e-6; // a sum of many terms may be off by less than that
    for (var size : sizes.descendingMap().entrySet()) {
      int taken = Math.min((int) Math.ceil(rest / size.getKey()), size.getValue());
      count += taken;
      rest -= (double) taken * size.getKey();
      if (rest <= 0) {
        break;
      }
    }
    return count;
  }

  private int firstAt(long nanos) {
    int place = Arrays.binarySearch(arrivals, nanos);
    return place >= 0 ? place : -place - 1;
  }
}
