package io.latentmesh.bench.overload;

import io.latentmesh.bench.Sample;
import io.latentmesh.bench.load.Call;
import java.util.List;
import java.util.function.Predicate;

/**
 * What clients saw of a load that rises to twice the capacity and falls again. Pure.
 *
 * @param offered calls during the overload
 * @param refused of those, at once and before any work
 * @param broken of those, taken on and then not finished by their deadline
 * @param unexplained of those, ended otherwise: neither done, refused nor late
 * @param goodput images per second finished in time while the overload lasted
 * @param refusal99 seconds from call to refusal that 99 % do not exceed; not a number without any
 * @param accepted99 latency of the finished ones in seconds that 99 % do not exceed
 * @param baseline95 latency before the overload
 * @param recoverySeconds from the end of the overload until latency is as before for good; not a
 *     number when it never is
 */
record OverloadReading(
    long offered,
    long refused,
    long broken,
    long unexplained,
    double goodput,
    double refusal99,
    double accepted99,
    double baseline95,
    double recoverySeconds) {
  private static final long SECOND = 1_000_000_000L;

  static OverloadReading of(Timeline time, List<Call> calls) {
    List<Call> before = due(calls, time.begunNanos(), time.overloadBegins());
    List<Call> during = due(calls, time.overloadBegins(), time.overloadEnds());
    double baseline95 = latency(before).percentile(0.95);
    return new OverloadReading(
        during.size(),
        count(during, Call::refused),
        count(during, call -> call.accepted() && !call.ok()),
        count(during, call -> !call.accepted() && !call.refused()),
        goodput(time, calls),
        percentile(during, Call::refused),
        percentile(during, Call::ok),
        baseline95,
        recovery(time, calls, baseline95));
  }

  /** Finished while the overload lasted, whenever they had arrived. */
  private static double goodput(Timeline time, List<Call> calls) {
    long finished =
        count(
            calls,
            call ->
                call.ok()
                    && call.endedNanos() >= time.overloadBegins()
                    && call.endedNanos() < time.overloadEnds());
    return finished / ((time.overloadEnds() - time.overloadBegins()) / (double) SECOND);
  }

  /** The first second from which on the median of every second's arrivals is normal. */
  private static double recovery(Timeline time, List<Call> calls, double normal) {
    long seconds = (time.ends() - time.overloadEnds()) / SECOND;
    double recovered = Double.NaN;
    for (long second = seconds - 1; second >= 0; second--) {
      long begin = time.overloadEnds() + second * SECOND;
      List<Call> arrived = due(calls, begin, begin + SECOND);
      boolean normalSecond =
          arrived.stream().allMatch(Call::ok)
              && (arrived.isEmpty() || latency(arrived).median() <= normal);
      if (!normalSecond) {
        break;
      }
      recovered = second;
    }
    return recovered;
  }

  private static List<Call> due(List<Call> calls, long from, long to) {
    return calls.stream().filter(call -> call.dueNanos() >= from && call.dueNanos() < to).toList();
  }

  private static double percentile(List<Call> calls, Predicate<Call> which) {
    List<Call> chosen = calls.stream().filter(which).toList();
    return chosen.isEmpty() ? Double.NaN : latency(chosen).percentile(0.99);
  }

  private static long count(List<Call> calls, Predicate<Call> which) {
    return calls.stream().filter(which).count();
  }

  private static Sample latency(List<Call> calls) {
    var sample = new Sample();
    calls.forEach(call -> sample.add(call.seconds()));
    return sample;
  }
}
