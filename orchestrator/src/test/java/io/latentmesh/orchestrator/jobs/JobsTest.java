package io.latentmesh.orchestrator.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Optional<Duration> CANCEL = Optional.empty();
  private static final Optional<Duration> KEEP = Optional.of(LEASE);

  private final ManualClock clock = new ManualClock();
  private final MemoryJobStore store =
      new MemoryJobStore(clock, new Retention(Duration.ofMinutes(10), 1 << 20));
  private final JobLedger ledger = new JobLedger();
  private final AtomicInteger ids = new AtomicInteger();
  private final Jobs jobs =
      new Jobs(new Jobs.Parts(store, ledger, clock, () -> "job" + ids.incrementAndGet()));
  private final List<ScriptedWork> works = new ArrayList<>();

  @AfterEach
  void everyJobIsAccountedFor() {
    jobs.drain(Duration.ZERO);
    JobLedger.Snapshot counts = ledger.snapshot();
    assertThat(counts.inFlight()).isZero();
    assertThat(counts.ended().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(counts.admitted());
  }

  @Test
  void reader_getsEventsAsTheyCome_thenTheEnd() throws InterruptedException {
    JobReader reader = start("r", CANCEL);
    ScriptedWork work = works.getFirst().admitted();
    work.output().append(Drafts.event("one"));
    assertThat(text(reader.next(1))).isEqualTo("one");
    work.output().append(Drafts.event("two"));
    assertThat(text(reader.next(2))).isEqualTo("two");
    work.end(Drafts.ok());
    assertThat(reader.next(3)).isEqualTo(new JobReading.End(Drafts.ok()));
  }

  @Test
  void reader_thatIsSlow_missesWhatWasSuperseded_only() throws InterruptedException {
    JobReader reader = start("r", CANCEL);
    JobOutput output = works.getFirst().admitted().output();
    output.append(Drafts.event("begin"));
    for (int i = 0; i < 100; i++) {
      output.append(Drafts.event("0", "progress " + i));
    }
    output.append(Drafts.event("picture"));
    assertThat(text(reader.next(1))).isEqualTo("begin");
    assertThat(text(reader.next(2))).isEqualTo("progress 99");
    assertThat(text(reader.next(102))).isEqualTo("picture");
  }

  @Test
  void reader_beyondTheNewestEvent_getsTheEnd() throws InterruptedException {
    JobReader reader = start("r", CANCEL);
    works.getFirst().admitted().end(Drafts.ok());
    assertThat(reader.next(1000)).isEqualTo(new JobReading.End(Drafts.ok()));
  }

  @Test
  void sameRequestTwice_isOneJob_withAllEventsForBoth() throws InterruptedException {
    JobReader first = start("r", CANCEL);
    works.getFirst().admitted().output().append(Drafts.event("one"));
    JobReader second = ((Submission.Joined) submit("r", "f", CANCEL)).reader();
    assertThat(second.jobId()).isEqualTo(first.jobId());
    assertThat(text(second.next(1))).isEqualTo("one");
    works.getFirst().end(Drafts.ok());
    assertThat(works.get(1).hasRun()).isFalse();
    assertThat(ledger.snapshot().joined()).isEqualTo(1);
  }

  @Test
  void sameRequest_afterSuccess_isTheFinishedJob() throws InterruptedException {
    JobReader first = start("r", CANCEL);
    works.getFirst().admitted().output().append(Drafts.event("one"));
    works.getFirst().end(Drafts.ok());
    awaitEnd(first);
    JobReader second = ((Submission.Joined) submit("r", "f", CANCEL)).reader();
    assertThat(text(second.next(1))).isEqualTo("one");
    assertThat(second.next(2)).isEqualTo(new JobReading.End(Drafts.ok()));
  }

  @Test
  void sameRequest_afterFailure_beginsAnew() throws InterruptedException {
    JobReader first = start("r", CANCEL);
    works.getFirst().admitted().end(Drafts.failed(Outcome.FAILED));
    awaitEnd(first);
    assertThat(submit("r", "f", CANCEL)).isInstanceOf(Submission.Started.class);
  }

  @Test
  void sameRequest_whileTheFirstIsBeingGivenUp_beginsAnew() throws InterruptedException {
    var stubborn = new StubbornWork();
    var started =
        (Submission.Started) jobs.submit(new Proposal(key("r"), "f", CANCEL, id -> stubborn));
    stubborn.running.await();
    started.reader().close();
    assertThat(submit("r", "f", CANCEL)).isInstanceOf(Submission.Started.class);
    stubborn.release.countDown();
  }

  @Test
  void sameId_withAnotherRequest_isAConflictNamingTheJob() {
    JobReader first = start("r", CANCEL);
    assertThat(submit("r", "another", CANCEL)).isEqualTo(new Submission.Conflict(first.jobId()));
    assertThat(works.getFirst().stopped()).isEmpty();
  }

  @Test
  void sameId_ofAnotherTenant_isAJobOfItsOwn() {
    start("r", CANCEL);
    var proposal = new Proposal(new RequestKey("other", "r"), "f", CANCEL, id -> work());
    assertThat(jobs.submit(proposal)).isInstanceOf(Submission.Started.class);
  }

  @Test
  void noId_isAlwaysAJobOfItsOwn() {
    start("", CANCEL);
    assertThat(submit("", "f", CANCEL)).isInstanceOf(Submission.Started.class);
  }

  @Test
  void refusedJob_isToldToWhoeverIsThere_andForgotten() throws InterruptedException {
    JobReader first = start("r", CANCEL);
    JobReader second = ((Submission.Joined) submit("r", "f", CANCEL)).reader();
    works.getFirst().end(Drafts.failed(Outcome.FAILED));
    assertThat(first.next(1)).isEqualTo(new JobReading.End(Drafts.failed(Outcome.FAILED)));
    assertThat(second.next(1)).isEqualTo(new JobReading.End(Drafts.failed(Outcome.FAILED)));
    assertThat(store.size()).isZero();
    assertThat(ledger.snapshot().admitted()).isZero();
  }

  @Test
  void lastListener_leaving_endsTheJob() {
    start("r", CANCEL).close();
    assertThat(works.getFirst().stopped()).contains(StopReason.NO_LISTENER);
  }

  @Test
  void listener_leavingTwice_countsOnce() {
    JobReader first = start("r", CANCEL);
    JobReader watching = jobs.watch("", first.jobId()).orElseThrow();
    first.close();
    first.close();
    assertThat(works.getFirst().stopped()).isEmpty();
    watching.close();
    assertThat(works.getFirst().stopped()).contains(StopReason.NO_LISTENER);
  }

  @Test
  void keptJob_outlivesItsListeners_untilItsLeaseEnds() {
    start("r", KEEP).close();
    clock.advance(LEASE.minusMillis(1));
    jobs.sweep();
    assertThat(works.getFirst().stopped()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    jobs.sweep();
    assertThat(works.getFirst().stopped()).contains(StopReason.LEASE_ENDED);
  }

  @Test
  void keptJob_withAListener_hasNoLeaseToEnd() {
    JobReader first = start("r", KEEP);
    clock.advance(LEASE.multipliedBy(10));
    jobs.sweep();
    assertThat(works.getFirst().stopped()).isEmpty();
    first.close();
    jobs.sweep();
    assertThat(works.getFirst().stopped()).isEmpty();
  }

  @Test
  void keptJob_foundAgain_beginsItsLeaseAnew() {
    JobReader first = start("r", KEEP);
    first.close();
    clock.advance(LEASE.minusSeconds(1));
    jobs.watch("", first.jobId()).orElseThrow().close();
    clock.advance(LEASE.minusSeconds(1));
    jobs.sweep();
    assertThat(works.getFirst().stopped()).isEmpty();
  }

  @Test
  void cancel_endsTheJobWhoeverListens() throws InterruptedException {
    JobReader first = start("r", KEEP);
    works.getFirst().admitted();
    awaitEnd(jobs.cancel("", first.jobId()).orElseThrow());
    assertThat(works.getFirst().stopped()).contains(StopReason.CANCEL_JOB);
    assertThat(ledger.snapshot().ended()).containsEntry(Outcome.CANCELLED, 1L);
  }

  @Test
  void cancel_ofAFinishedJob_changesNothing() throws InterruptedException {
    JobReader first = start("r", CANCEL);
    works.getFirst().admitted().end(Drafts.ok());
    awaitEnd(first);
    awaitEnd(jobs.cancel("", first.jobId()).orElseThrow());
    assertThat(submit("r", "f", CANCEL)).isInstanceOf(Submission.Joined.class);
  }

  @Test
  void lastListener_leavingAfterTheEnd_leavesTheKeyInPlace() throws InterruptedException {
    JobReader first = start("r", CANCEL);
    works.getFirst().admitted().end(Drafts.ok());
    awaitEnd(first);
    first.close();
    assertThat(submit("r", "f", CANCEL)).isInstanceOf(Submission.Joined.class);
  }

  @Test
  void anotherTenant_findsNothing() {
    String id = start("r", CANCEL).jobId();
    assertThat(jobs.find("other", id)).isEmpty();
    assertThat(jobs.read("other", id)).isEmpty();
    assertThat(jobs.watch("other", id)).isEmpty();
    assertThat(jobs.cancel("other", id)).isEmpty();
  }

  @Test
  void draining_refusesNewJobs_andLetsKnownOnesBeJoinedAndWatched() throws InterruptedException {
    JobReader first = start("r", KEEP);
    works.getFirst().admitted();
    Thread draining = Thread.ofVirtual().start(() -> jobs.drain(Duration.ofDays(1)));
    awaitDraining();
    assertThat(submit("r", "f", KEEP)).isInstanceOf(Submission.Joined.class);
    assertThat(jobs.watch("", first.jobId())).isPresent();
    works.getFirst().end(Drafts.ok());
    draining.join();
    assertThat(ledger.snapshot().ended()).containsEntry(Outcome.OK, 1L);
  }

  @Test
  void draining_waitsForJobsThatNobodyListensTo() throws InterruptedException {
    start("r", KEEP).close();
    works.getFirst().admitted();
    Thread draining = Thread.ofVirtual().start(() -> jobs.drain(Duration.ofDays(1)));
    awaitDraining();
    assertThat(draining.isAlive()).isTrue();
    works.getFirst().end(Drafts.ok());
    draining.join();
  }

  @Test
  void draining_withoutPatience_stopsWhatRuns() {
    start("r", KEEP);
    works.getFirst().admitted();
    jobs.drain(Duration.ZERO);
    assertThat(works.getFirst().stopped()).contains(StopReason.DRAINING);
    assertThat(ledger.snapshot().inFlight()).isZero();
  }

  @Test
  void brokenWork_isAFailedJob() throws InterruptedException {
    JobWork broken =
        new JobWork() {
          @Override
          public Ending run(JobOutput output) {
            output.admitted();
            throw new IllegalStateException("broken");
          }

          @Override
          public void stop(StopReason reason) {}
        };
    var started =
        (Submission.Started) jobs.submit(new Proposal(key("r"), "f", CANCEL, id -> broken));
    assertThat(started.reader().next(1)).isInstanceOf(JobReading.End.class);
    assertThat(ledger.snapshot().ended()).containsEntry(Outcome.FAILED, 1L);
  }

  private JobReader start(String requestId, Optional<Duration> lease) {
    return ((Submission.Started) submit(requestId, "f", lease)).reader();
  }

  private Submission submit(String requestId, String fingerprint, Optional<Duration> lease) {
    return jobs.submit(new Proposal(key(requestId), fingerprint, lease, id -> work()));
  }

  private ScriptedWork work() {
    var work = new ScriptedWork();
    works.add(work);
    return work;
  }

  /** New jobs are refused from the moment on at which a drain has begun. */
  private void awaitDraining() {
    while (!(submit("", "f", CANCEL) instanceof Submission.Draining)) {
      works.removeLast().end(Drafts.failed(Outcome.CANCELLED));
      Thread.onSpinWait();
    }
    works.removeLast();
  }

  private static RequestKey key(String requestId) {
    return new RequestKey("", requestId);
  }

  private static void awaitEnd(JobReader reader) throws InterruptedException {
    assertThat(reader.next(Long.MAX_VALUE)).isInstanceOf(JobReading.End.class);
  }

  private static String text(JobReading reading) {
    assertThat(reading).isInstanceOf(JobReading.Event.class);
    return Drafts.text(((JobReading.Event) reading).event());
  }
}
