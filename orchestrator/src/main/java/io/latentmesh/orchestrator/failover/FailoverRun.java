package io.latentmesh.orchestrator.failover;

import io.latentmesh.orchestrator.failover.FailoverMeters.Result;
import io.latentmesh.serving.ServiceException;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One piece of work until it is answered or given up. Confined to the thread that waits for it. */
final class FailoverRun<T> {
  /** How often to look again whether late work may move, as a part of its threshold. */
  private static final int LOOKS_PER_THRESHOLD = 4;

  private static final long SHORTEST_LOOK_NANOS = 1_000_000;

  /** A replica that fails at the work may be broken; if two do, it is the work. */
  private static final int MAX_FAILED = 2;

  private final Tier tier;
  private final Lateness lateness;
  private final Job<T> job;
  private final Backoff backoff;
  private final Set<SocketAddress> tried = new LinkedHashSet<>(); // The last one last.
  private int attempts;
  private int failed;
  private int lateMoves;
  private OptionalLong waitingSince = OptionalLong.empty();

  /** What is to be done, and for whom. */
  record Job<T>(WorkKind kind, Work<T> work, Caller caller) {}

  FailoverRun(Tier tier, Job<T> job) {
    this.tier = tier;
    this.lateness = new Lateness(tier);
    this.job = job;
    this.backoff = new Backoff(tier.surroundings().random());
  }

  T run() throws InterruptedException {
    try {
      while (true) {
        Attempt<T> attempt = job.work.begin(avoided());
        Optional<Outcome<T>> outcome = outcome(attempt);
        if (outcome.isEmpty()) {
          continue;
        }
        switch (outcome.get()) {
          case Outcome.Answered<T> answered -> {
            return answered.value();
          }
          case Outcome.Failed<T> failure -> recover(failure, attempt.replica());
        }
      }
    } finally {
      tier.lateMoves().ended(lateMoves);
    }
  }

  /** Waits for the attempt's end; empty when it is late and should leave. */
  private Optional<Outcome<T>> outcome(Attempt<T> attempt) throws InterruptedException {
    long sent = tier.now();
    Optional<Lateness.Waiting> waiting = Optional.empty();
    try {
      while (true) {
        if (waiting.isEmpty()) {
          waiting = attempt.replica().map(replica -> owed(replica, sent));
        }
        Optional<Outcome<T>> outcome = attempt.await(untilNextLook(waiting));
        if (outcome.isPresent()) {
          note(outcome.get(), waiting.or(() -> attempt.replica().map(r -> waiting(r, sent))));
          return outcome;
        }
        requireCaller(attempt);
        if (waiting.isPresent() && lateness.mayMove(waiting.get())) {
          leaveLate(attempt, waiting.get());
          return Optional.empty();
        }
      }
    } catch (InterruptedException e) {
      tier.meters().attempted(Result.CANCELLED);
      throw e;
    } finally {
      waiting.ifPresent(work -> tier.records().givenUp(work.replica(), this));
    }
  }

  private Lateness.Waiting owed(SocketAddress replica, long sent) {
    tier.records().sent(replica, this, sent);
    return waiting(replica, sent);
  }

  private Lateness.Waiting waiting(SocketAddress replica, long sent) {
    return new Lateness.Waiting(replica, job.kind, sent, lateMoves);
  }

  private long untilNextLook(Optional<Lateness.Waiting> waiting) {
    if (waiting.isEmpty()) {
      return Math.min(tier.limits().lateFloor().toNanos(), job.caller.remainingNanos());
    }
    long threshold = lateness.thresholdNanos(waiting.get());
    long left = waiting.get().sent() + threshold - tier.now();
    // What is late may be known sooner than it is late: others' answers tell how long they take.
    long look =
        left > 0
            ? Math.min(left, tier.limits().lateFloor().toNanos())
            : threshold / LOOKS_PER_THRESHOLD;
    return Math.min(Math.max(look, SHORTEST_LOOK_NANOS), job.caller.remainingNanos());
  }

  /** Usually the stream itself hears first that its caller has gone. */
  private void requireCaller(Attempt<T> attempt) {
    if (job.caller.gone()) {
      attempt.abandon();
      tier.meters().attempted(Result.CANCELLED);
      throw job.caller.farewell();
    }
  }

  private void note(Outcome<T> outcome, Optional<Lateness.Waiting> waiting) {
    switch (outcome) {
      case Outcome.Answered<T> answered -> {
        tier.meters().attempted(Result.ANSWERED);
        waiting.ifPresent(this::answered);
      }
      case Outcome.Failed<T> failure ->
          tier.meters().attempted(result(failure.cause(), job.caller.gone()));
    }
  }

  private void answered(Lateness.Waiting work) {
    long now = tier.now();
    long latency = now - work.sent();
    boolean inTime = latency <= lateness.thresholdNanos(work);
    tier.times().answered(job.kind, latency);
    tier.records().answered(work.replica(), this, now);
    tier.suspicions().clear(work.replica());
    if (inTime) {
      tier.lateMoves().answeredInTime(lateMoves);
    }
  }

  private void leaveLate(Attempt<T> attempt, Lateness.Waiting work) {
    if (lateness.silent(work)) {
      tier.suspicions().suspect(work.replica(), tier.now());
    }
    triedLast(work.replica());
    attempt.abandon();
    lateMoves++;
    tier.meters().attempted(Result.LATE);
    tier.meters().moved(Cause.LATE);
  }

  private void recover(Outcome.Failed<T> failure, Optional<SocketAddress> replica)
      throws InterruptedException {
    replica.ifPresent(this::triedLast);
    switch (failure.cause()) {
      case FINAL, LATE -> throw failure.error();
      case LOST -> {
        replica.ifPresent(tier.records()::lost);
        countAttempt(failure.error());
      }
      case FAILED -> {
        replica.ifPresent(address -> tier.suspicions().suspect(address, tier.now()));
        failed++;
        countAttempt(failure.error());
      }
      // Whoever refuses did nothing: patience bounds how often that may happen.
      case UNAVAILABLE, DRAINING ->
          replica.ifPresent(address -> tier.suspicions().suspect(address, tier.now()));
    }
    pauseUnlessAnotherIsReady(failure.error());
    tier.meters().moved(failure.cause());
  }

  /** The replica had the work, so the wait for one was over. */
  private void countAttempt(ServiceException error) {
    attempts++;
    waitingSince = OptionalLong.empty();
    if (attempts >= tier.limits().maxAttempts() || failed >= MAX_FAILED) {
      throw givenUp(error);
    }
  }

  private void pauseUnlessAnotherIsReady(ServiceException error) throws InterruptedException {
    long seen = tier.view().changes();
    if (tier.view().ready().stream().anyMatch(address -> !tried.contains(address))) {
      return;
    }
    long now = tier.now();
    if (waitingSince.isEmpty()) {
      waitingSince = OptionalLong.of(now);
    }
    long left = untilPatienceEnds(now - waitingSince.getAsLong());
    if (job.caller.gone()) {
      throw job.caller.farewell();
    }
    if (left <= 0) {
      throw givenUp(error);
    }
    tier.view().reconnect();
    tier.view().awaitChange(seen, Math.min(backoff.nextNanos(), left));
    if (job.caller.gone()) {
      throw job.caller.farewell();
    }
  }

  private long untilPatienceEnds(long waited) {
    return Math.min(job.caller.remainingNanos(), tier.limits().patience().toNanos() - waited);
  }

  /** Who failed at this work, and who is suspected of failing; as much of it as leaves anybody. */
  private Set<SocketAddress> avoided() {
    Set<SocketAddress> all = tier.suspects();
    if (!tried.isEmpty()) {
      all = new HashSet<>(all);
      all.addAll(tried);
    }
    if (all.isEmpty()) {
      return all;
    }
    var ready = tier.view().ready();
    if (!all.containsAll(ready)) {
      return all;
    }
    return tried.containsAll(ready) ? lastTried() : Set.copyOf(tried);
  }

  private void triedLast(SocketAddress replica) {
    tried.remove(replica);
    tried.add(replica);
  }

  private Set<SocketAddress> lastTried() {
    return tried.stream().reduce((first, second) -> second).map(Set::of).orElse(Set.of());
  }

  private ServiceException givenUp(ServiceException last) {
    String tries =
        "%s (%d attempts failed; replicas tried: %d)"
            .formatted(last.message(), attempts, tried.size());
    var error = ServiceException.of(last.code(), last.reason(), tries).withCause(last);
    for (var entry : last.metadata().entrySet()) {
      error = error.withMetadata(entry.getKey(), entry.getValue());
    }
    if (last.retryAfter().isPresent()) {
      error = error.withRetryAfter(last.retryAfter().get());
    }
    return error.withMetadata("replicas_tried", String.valueOf(tried.size()));
  }

  private static Result result(Cause cause, boolean callerGone) {
    return switch (cause) {
      case UNAVAILABLE -> Result.UNAVAILABLE;
      case LOST -> Result.LOST;
      case DRAINING -> Result.DRAINING;
      case LATE -> Result.LATE;
      case FAILED -> Result.FAILED;
      case FINAL -> callerGone ? Result.CANCELLED : Result.REFUSED;
    };
  }
}
