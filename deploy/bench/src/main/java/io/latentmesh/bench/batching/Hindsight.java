package io.latentmesh.bench.batching;

import io.latentmesh.unet.engine.FairPolicy;
import io.latentmesh.unet.engine.Tuning;
import io.latentmesh.unet.engine.Urgency;
import java.util.ArrayList;
import java.util.List;

/**
 * The same policy with an ideal network and hindsight: it knows beforehand which requests to give
 * up so that the others are in time. Not a bound, but something that can be done, up to the
 * knowledge: the truth about what is possible lies between this and {@link Bound}.
 */
final class Hindsight {
  /* Design. Run; look for requests that were late; of those that were there together with the first
   * late one of each crowd, put the one with the most work into the lowest class; run again. Giving
   * up stops when all others are in time, or when more than allowed would be given up. */

  private static final int ROUNDS = 40;

  private final Setting setting;
  private final Setting ideal;
  private final List<Request> requests;

  private Hindsight(Setting setting, List<Request> requests) {
    this.setting = setting;
    this.ideal = new Setting(setting.curve(), 0);
    this.requests = new ArrayList<>(requests);
  }

  /** Whether at most {@code allowed} of {@code requests} need be late. */
  static boolean succeeds(Setting setting, List<Request> requests, double allowed) {
    return new Hindsight(setting, requests).succeeds(allowed);
  }

  private boolean succeeds(double allowed) {
    for (int round = 0; round < ROUNDS; round++) {
      Outcome outcome = Simulation.run(ideal, new FairPolicy(Tuning.standard()), requests);
      if (outcome.slowdowns().isEmpty()) {
        return false;
      }
      long late = lateCount(outcome);
      if (late <= allowed * requests.size()) {
        return true;
      }
      if (!giveUpSome(outcome) || givenUp() > allowed * requests.size()) {
        return false;
      }
    }
    return false;
  }

  private long givenUp() {
    return requests.stream().filter(request -> request.urgency() != Urgency.INTERACTIVE).count();
  }

  private long lateCount(Outcome outcome) {
    long late = 0;
    for (int i = 0; i < requests.size(); i++) {
      late += isLate(outcome, i) ? 1 : 0;
    }
    return late;
  }

  private boolean giveUpSome(Outcome outcome) {
    boolean any = false;
    double free = Double.NEGATIVE_INFINITY; // everybody who came before this has been considered
    for (int i = 0; i < requests.size(); i++) {
      Request request = requests.get(i);
      boolean wanted = request.urgency() == Urgency.INTERACTIVE;
      if (wanted && isLate(outcome, i) && request.arrivalNanos() > free) {
        int longest = longestBeside(i, outcome);
        requests.set(longest, requests.get(longest).at(Urgency.BEST_EFFORT));
        free = end(outcome, i);
        any = true;
      }
    }
    return any;
  }

  /** The request with the most work of those that were there before this one ended. */
  private int longestBeside(int late, Outcome outcome) {
    int longest = late;
    double end = end(outcome, late);
    for (int i = 0; i < requests.size() && requests.get(i).arrivalNanos() < end; i++) {
      boolean together = end(outcome, i) > requests.get(late).arrivalNanos();
      if (together
          && requests.get(i).urgency() == Urgency.INTERACTIVE
          && requests.get(i).work() > requests.get(longest).work()) {
        longest = i;
      }
    }
    return longest;
  }

  /** By the windows of the real setting. */
  private boolean isLate(Outcome outcome, int i) {
    return end(outcome, i) > setting.deadlineNanos(requests.get(i));
  }

  private double end(Outcome outcome, int i) {
    return requests.get(i).arrivalNanos() + outcome.seconds().get(i) * 1e9;
  }
}
