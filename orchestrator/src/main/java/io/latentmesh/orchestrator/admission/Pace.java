package io.latentmesh.orchestrator.admission;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * Whether one more request may begin without making those late that run. Pure.
 *
 * <p>Each request that begins makes every round longer. Beyond full batches that gains nothing but
 * a reserve for gaps, so there the next one waits while a running request of its priority or above
 * needs shorter rounds to meet its deadline. Full batches themselves are never given up: what would
 * be late at that pace is not waited for.
 *
 * @param tier the denoiser's replicas
 * @param roundNanos replica time of one round of all rows in flight
 */
record Pace(double nowNanos, Situation.Tier tier, double roundNanos) {
  /** Rounds are not as even as the prediction. */
  private static final double MARGIN = 0.95;

  /** Something that runs. */
  interface Runner {
    Place place();

    /** Still in flight. */
    int rows();
  }

  /**
   * Whether {@code next} may begin beside the others.
   *
   * @param evaluationsLeft of each image of one of them
   */
  <R extends Runner> boolean allows(
      Place next, Collection<R> running, ToDoubleFunction<R> evaluationsLeft) {
    Cost.RowTime row = next.cost().row();
    double fullBatches = tier.replicas() * row.budget() * row.bestNanos();
    double round = roundNanos + next.cost().roundNanos();
    if (round <= fullBatches) {
      return true;
    }
    for (R runner : running) {
      double longest = tier.supply() * longestRound(runner, evaluationsLeft.applyAsDouble(runner));
      boolean concerned = runner.place().priority().compareTo(next.priority()) >= 0;
      if (concerned && longest >= fullBatches && longest < round) {
        return false;
      }
    }
    return true;
  }

  /** With which the request is still in time. */
  private double longestRound(Runner runner, double evaluationsLeft) {
    Place place = runner.place();
    if (!place.hasDeadline() || runner.rows() == 0 || evaluationsLeft <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    double left = place.deadlineNanos() - nowNanos - place.cost().tailNanos();
    return MARGIN * left / evaluationsLeft;
  }
}
