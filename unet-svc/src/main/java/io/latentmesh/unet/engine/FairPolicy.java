package io.latentmesh.unet.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Fair among tenants and kinds, by deadline within them, in batches no larger than pays. See
 * docs/decisions/batch-policy.md for what was tried and measured.
 */
public final class FairPolicy implements BatchPolicy {
  /* Design. A forward is put together from whole evaluations, in this order:
   *   1 class      only the highest class that is here leads; lower ones ride along (BatchSize);
   *   2 kind       of the kinds in that class, the one that has had least of the device;
   *   3 tenant     the one that has had least row-steps by weight takes the next turn (TenantTurns);
   *   4 deadline   within a tenant, who can be on time by deadline, then the others (Ranking);
   *   5 size       as many of them as bring images further fastest (BatchSize).
   * Nothing is carried over from one forward to the next but the shares, so that an image can be
   * left out of any forward: that is pre-emption.
   *
   * Holding. Rows that were just answered are on their way back while the next forward is chosen.
   * An engine that never waited would keep two images in two cohorts for ever, each at half speed
   * where one forward would do for both, and it would give their time to less urgent ones. So the
   * choice is made among those who are here and those who should be back within a turnaround; if
   * some of the chosen are still on their way, the device is held for them if the wait is at most
   * holdShare of the forward, and
   *   the forward with them brings more images further per second, the wait included, or
   *   one of them is pressed for time.
   * Nobody is waited for who is not known to come, and never for longer than twice the usual
   * turnaround.
   *
   * No starvation. An evaluation that has waited patience times the unloaded latency of its image
   * leads a forward whatever its class, the one that has waited longest first; such forwards take
   * at most a tenth of the device's time, so that an overload of one class cannot undo the order of
   * the others. Its wait is therefore at most
   *   patience x image + (starving ones that wait longer + 1) x 10 x the longest forward. */

  private static final int RESCUE_SHARE = 10;

  private final Tuning tuning;

  public FairPolicy(Tuning tuning) {
    this.tuning = tuning;
  }

  @Override
  public Choice choose(Waiting waiting) {
    List<Candidate> here = Candidates.here(waiting);
    if (here.isEmpty()) {
      return new Choice(List.of(), waiting.shares());
    }
    List<Candidate> soon = new ArrayList<>(here);
    soon.addAll(Candidates.returning(waiting));
    var composer = new Composer(waiting, tuning, active(waiting.shares(), soon));
    Optional<Candidate> starving = starving(here, waiting, composer);
    if (starving.isPresent()) {
      Plan plan = composer.ledBy(starving.get(), here);
      return run(
          plan, composer.shares(), waiting.nowNanos() + (RESCUE_SHARE - 1) * plan.runNanos());
    }
    Plan plan = composer.compose(soon);
    if (plan.waitNanos() == 0) {
      return run(plan, composer.shares(), waiting.shares().nextRescueNanos());
    }
    Plan atOnce = composer.compose(here);
    if (isWorthWaitingFor(plan, atOnce, composer.deadlines(plan.kind()))) {
      return new Choice(List.of(), waiting.shares(), plan.waitNanos());
    }
    return run(atOnce, composer.shares(), waiting.shares().nextRescueNanos());
  }

  private boolean isWorthWaitingFor(Plan plan, Plan atOnce, Deadlines deadlines) {
    if (plan.waitNanos() > tuning.holdShare() * plan.runNanos()) {
      return false;
    }
    return plan.speed() > atOnce.speed()
        || plan.evaluations().stream().anyMatch(c -> !c.isHere() && deadlines.isPressed(c));
  }

  /** The evaluation that has waited longest, if it has waited too long and may be helped now. */
  private Optional<Candidate> starving(List<Candidate> here, Waiting waiting, Composer composer) {
    long now = waiting.nowNanos();
    if (now < waiting.shares().nextRescueNanos()) {
      return Optional.empty();
    }
    return here.stream()
        .filter(candidate -> {
          Pace pace = composer.pace(candidate.kind());
          long waited = now - candidate.evaluation().arrivedNanos();
          return waited > tuning.patience() * pace.imageNanos(candidate);
        })
        .min(Comparator.comparingLong(candidate -> candidate.evaluation().arrivedNanos()));
  }

  /** Those who are here or on their way want service; others have no claim on the past. */
  private static Shares active(Shares shares, List<Candidate> soon) {
    return new Shares(
        shares.tenants().among(soon.stream().map(c -> c.claim().tenant()).toList()),
        shares.kinds().among(soon.stream().map(Candidate::kind).toList()),
        shares.nextRescueNanos());
  }

  private static Choice run(Plan plan, Shares shares, long nextRescueNanos) {
    VirtualTime<String> tenants = shares.tenants();
    double weights = 0;
    for (Candidate evaluation : plan.evaluations()) {
      tenants = TenantTurns.charge(tenants, evaluation);
      weights += evaluation.size() * evaluation.claim().weight();
    }
    VirtualTime<Row.Kind> kinds =
        shares.kinds().charge(plan.kind(), plan.runNanos() * plan.rows() / weights);
    return new Choice(plan.waitingRows(), new Shares(tenants, kinds, nextRescueNanos));
  }
}
