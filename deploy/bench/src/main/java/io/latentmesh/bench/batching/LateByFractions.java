package io.latentmesh.bench.batching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Requests that have to be late even if each may be done, and counted, in part. */
final class LateByFractions {
  /* Design. Amounts of work that fit into the windows form a polymatroid (a flow from time to
   * requests), so the greedy algorithm is optimal: fill in the smallest requests first, for they
   * count most for their work. How much of a set of requests fits in all, earliest deadline first
   * finds (Horn, Naval Research Logistics 21, 1974); what the next size adds is the difference. */

  /** What is left of a request. */
  private static final class Rest {
    private final long deadlineNanos;
    private double work;

    Rest(long deadlineNanos, double work) {
      this.deadlineNanos = deadlineNanos;
      this.work = work;
    }
  }

  private LateByFractions() {}

  static double count(Setting setting, Ability ability, List<Request> requests) {
    TreeMap<Long, List<Request>> bySize =
        requests.stream()
            .collect(Collectors.groupingBy(Request::work, TreeMap::new, Collectors.toList()));
    List<Request> some = new ArrayList<>();
    double inTime = 0;
    double fitting = 0;
    for (var size : bySize.entrySet()) {
      some.addAll(size.getValue());
      some.sort(Comparator.comparingLong(Request::arrivalNanos));
      double more = fitting(setting, ability, some);
      inTime += (more - fitting) / size.getKey();
      fitting = more;
    }
    return requests.size() - inTime;
  }

  /** Row-steps of {@code some}, in order of arrival, that fit into their windows. */
  private static double fitting(Setting setting, Ability ability, List<Request> some) {
    PriorityQueue<Rest> open =
        new PriorityQueue<>(Comparator.comparingLong((Rest rest) -> rest.deadlineNanos));
    double fitting = 0;
    int next = 0;
    for (int place = 0; place + 1 < ability.moments(); place++) {
      while (next < some.size() && some.get(next).arrivalNanos() <= ability.moment(place)) {
        Request request = some.get(next++);
        open.add(new Rest(setting.deadlineNanos(request), request.work()));
      }
      fitting += work(open, ability, place);
    }
    return fitting;
  }

  /** Works until the next moment, earliest deadline first. No deadline lies between moments. */
  private static double work(PriorityQueue<Rest> open, Ability ability, int place) {
    double able = ability.speed(place) * (ability.moment(place + 1) - ability.moment(place));
    double left = able;
    while (left > 0 && !open.isEmpty()) {
      Rest first = open.element();
      double step = first.deadlineNanos <= ability.moment(place) ? 0 : Math.min(left, first.work);
      left -= step;
      first.work -= step;
      if (step == 0 || first.work <= 0) {
        open.remove();
      }
    }
    return able - left;
  }
}
