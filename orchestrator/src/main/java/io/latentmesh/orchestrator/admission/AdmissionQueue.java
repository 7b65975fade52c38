package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.stage.Priority;
import io.latentmesh.serving.ServiceException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.function.IntSupplier;

/**
 * The queue and what has left it for the denoiser; changes when it is told something or when time
 * has passed ({@link #advance}). Guarded by {@link Admission}'s lock; knows neither threads nor
 * clocks.
 */
final class AdmissionQueue {
  private static final long FORECAST_NANOS = Duration.ofMillis(200).toNanos();

  /** Images that may wait for the autoencoder before no more are begun; at least that many. */
  private static final int LEAST_FINISHING = 4;

  private final AdmissionLimits limits;
  private final AdmissionRule rule;
  private final CostModel costs;
  private final IntSupplier replicas;
  private final AdmissionMeters meters;
  private final Roster roster = new Roster();
  private final Efficiency efficiency = new Efficiency();
  private long ids;
  private Cost.RowTime lastSize = new Cost.RowTime(0, 0, 1);
  private Map<Long, Standing> standings = Map.of();
  private long standingsUntil = Long.MIN_VALUE;

  /**
   * An empty queue at time 0.
   *
   * @param replicas of the denoiser that are ready, at least 1
   */
  AdmissionQueue(
      AdmissionLimits limits, CostModel costs, IntSupplier replicas, AdmissionMeters meters) {
    this.limits = limits;
    this.rule = new AdmissionRule(limits);
    this.costs = costs;
    this.replicas = replicas;
    this.meters = meters;
  }

  /**
   * Gives a request its place.
   *
   * @param turn signalled when that changes
   * @throws ServiceException RESOURCE_EXHAUSTED
   */
  Entry admit(Work work, Condition turn, long now) {
    advance(now);
    Place place = place(work, now);
    return switch (rule.judge(situation(now), place)) {
      case Verdict.Admit admit -> {
        admit.victim().ifPresent(this::pushOut);
        var entry = new Entry(place, work.volume(), turn);
        roster.add(entry);
        meters.admitted(place.priority());
        yield entry;
      }
      case Verdict.Refuse refuse -> {
        meters.refused(refuse.reason());
        throw Refusals.onArrival(refuse, place);
      }
    };
  }

  /** Expels who waited too long and lets begin who may. */
  void advance(long now) {
    roster.waiting().forEach(entry -> expelIfHopeless(entry, now));
    Optional<Entry> next = roster.next(rule.order().at(now));
    while (next.isPresent() && hasRoom(next.get().place(), now)) {
      roster.begin(next.get(), now);
      next = roster.next(rule.order().at(now));
    }
    efficiency.saturated(next.isPresent(), now);
  }

  void evaluated(Entry entry, long now) {
    if (entry.state() == Entry.State.RUNNING) {
      entry.evaluated();
      double evaluation = entry.place().cost().roundNanos(entry.volume().rowsPerEvaluation());
      efficiency.evaluated(evaluation, now, replicas.getAsInt());
    }
  }

  void sampled(Entry entry, long now) {
    roster.sampled(entry, now);
    advance(now);
  }

  void decoded(Entry entry, long now) {
    if (roster.decoded(entry)) {
      costs.decoded(entry.volume(), now - entry.sampledNanos());
    }
    advance(now);
  }

  void close(Entry entry, long now) {
    roster.close(entry, now);
    advance(now);
  }

  /** Of an entry that waits; a fifth of a second old at most. */
  Standing standing(Entry entry, long now) {
    if (now >= standingsUntil || !standings.containsKey(entry.place().id())) {
      standings = Standing.all(situation(now));
      standingsUntil = now + FORECAST_NANOS;
    }
    Standing standing = standings.get(entry.place().id());
    if (standing == null) {
      throw new IllegalStateException("request " + entry.place().id() + " does not wait");
    }
    return standing;
  }

  void wakeAll() {
    roster.waiting().forEach(entry -> entry.turn().signalAll());
  }

  QueueState state(long now) {
    Map<Priority, Integer> queued = new EnumMap<>(Priority.class);
    long oldest = 0;
    for (Entry entry : roster.waiting()) {
      queued.merge(entry.place().priority(), 1, Integer::sum);
      oldest = Math.max(oldest, now - entry.place().arrivedNanos());
    }
    double rowSeconds = lastSize.bestNanos() / 1e9;
    return new QueueState(
        new QueueState.Queued(queued, oldest / 1e9, roster.shares().tracked()),
        new QueueState.Running(
            roster.running().size(), roster.rowsInFlight(), roster.imagesFinishing()),
        rowSeconds == 0 ? 0 : tier().supply() / rowSeconds);
  }

  private Place place(Work work, long now) {
    Work.Caller caller = work.caller();
    Cost cost = costs.of(work, replicas.getAsInt());
    lastSize = cost.row();
    return new Place(
        ids++,
        new Place.Owner(
            caller.tenant(),
            caller.quota().within(limits.tenants().of(caller.tenant())),
            caller.priority()),
        now,
        caller.timeLeft().map(left -> now + left.toNanos()).orElse(Place.NO_DEADLINE),
        roster.shares().tag(caller.tenant()),
        cost);
  }

  private Situation situation(long now) {
    return new Situation(
        now,
        tier(),
        roster.companyNanos(now),
        roster.running(),
        roster.waitingInOrder(rule.order().at(now)));
  }

  private Situation.Tier tier() {
    return new Situation.Tier(replicas.getAsInt(), efficiency.value(), limits.rowsInFlight());
  }

  private boolean hasRoom(Place next, long now) {
    Situation.Tier tier = tier();
    int finishing = Math.max(LEAST_FINISHING, tier.replicas() * next.cost().row().budget());
    return Situation.Tier.hasRoom(roster.occupancy(tier))
        && roster.imagesFinishing() < finishing
        && new Pace(now, tier, roster.roundNanos())
            .allows(next, roster.running(), Situation.Running::evaluationsLeft);
  }

  private void expelIfHopeless(Entry entry, long now) {
    Place place = entry.place();
    if (now - place.arrivedNanos() > limits.maxQueueAge().toNanos()) {
      String waited = "it has waited longer than the bound of " + Seconds.of(limits.maxQueueAge());
      expel(entry, ShedReason.QUEUE_FULL, waited);
    } else if (place.hasDeadline() && now + place.cost().aloneNanos() > place.deadlineNanos()) {
      String late = "it cannot be done before its deadline any more";
      expel(entry, ShedReason.DEADLINE_UNREACHABLE, late);
    }
  }

  private void pushOut(Place victim) {
    expel(
        roster.waiting(victim),
        ShedReason.PRIORITY,
        "a request of higher priority took its place in the full queue");
  }

  private void expel(Entry entry, ShedReason reason, String problem) {
    roster.leave(entry);
    entry.expel(Refusals.inQueue(reason, problem));
    meters.expelled(reason);
  }
}
