package io.latentmesh.orchestrator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.Lists;
import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.latentmesh.orchestrator.jobs.JobLedger;
import io.latentmesh.orchestrator.jobs.Outcome;
import io.latentmesh.orchestrator.jobs.RequestKey;
import io.latentmesh.orchestrator.jobs.RequestSeed;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.PeerErrors;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.CancelJobRequest;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateImagesResponse;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.GenerateResponse.EventCase;
import io.latentmesh.v1.GetJobRequest;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.Job;
import io.latentmesh.v1.JobState;
import io.latentmesh.v1.OnDisconnect;
import io.latentmesh.v1.Priority;
import io.latentmesh.v1.Progress;
import io.latentmesh.v1.WatchRequest;
import io.latentmesh.v1.WatchResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GrpcJobsTest {
  private static final int STEPS = 5;
  private static final GenerateRequest REQUEST =
      GenerateRequest.newBuilder()
          .setPrompt("a red heart")
          .setSteps(STEPS)
          .setSampler("euler")
          .setSeed(7)
          .build();
  private static final GenerateRequest NAMED = REQUEST.toBuilder().setRequestId("r1").build();
  private static final GenerateRequest KEPT =
      REQUEST.toBuilder()
          .setOnDisconnect(OnDisconnect.ON_DISCONNECT_KEEP)
          .setLease(com.google.protobuf.Duration.newBuilder().setSeconds(60))
          .build();

  private final ServedMesh served = new ServedMesh();
  private final Gate gate = new Gate();

  @AfterEach
  void conserved_andNothingInFlight() {
    gate.open();
    served.close();
    JobLedger.Snapshot counts = served.ledger.snapshot();
    assertThat(counts.inFlight()).isZero();
    assertThat(counts.ended().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(counts.admitted());
  }

  // Watch

  @Test
  void watch_afterADroppedCall_replaysWhatWasMissed_andGoesOn() throws InterruptedException {
    List<GenerateResponse> undisturbed = generate(REQUEST);
    gate.closeAfter(2);
    var dropped = new Dropping(KEPT, EventCase.PROGRESS);
    gate.awaitBlocked();
    dropped.drop();
    gate.open();
    List<GenerateResponse> rest = watch(dropped.jobId(), dropped.lastSequence() + 1);
    assertThat(rest.getLast().getEventCase()).isEqualTo(EventCase.COMPLETED);
    assertThat(png(rest)).isEqualTo(png(undisturbed));
    assertThat(rest.getFirst().getSequence()).isGreaterThan(dropped.lastSequence());
  }

  @Test
  void watch_ofAFinishedJob_replaysAllThatIsOfInterest() {
    List<GenerateResponse> events = generate(KEPT);
    List<GenerateResponse> again = watch(jobId(events), 0);
    assertThat(again)
        .extracting(GenerateResponse::getEventCase)
        .containsExactly(
            EventCase.ACCEPTED, EventCase.PROGRESS, EventCase.IMAGE, EventCase.COMPLETED);
    assertThat(again).isSubsetOf(events);
    assertThat(watch(jobId(events), 1)).isEqualTo(again);
  }

  @Test
  void sequence_risesByOneFromOneOn_forWhoKeepsUp() {
    gate.lockstep();
    List<GenerateResponse> events = new ArrayList<>();
    served
        .client
        .generate(REQUEST)
        .forEachRemaining(event -> {
          events.add(event);
          gate.letOneThrough();
        });
    assertThat(events).extracting(GenerateResponse::getSequence).startsWith(1L, 2L, 3L);
    assertThat(events).extracting(GenerateResponse::getSequence).isSorted().doesNotHaveDuplicates();
    assertThat(events).filteredOn(GenerateResponse::hasProgress).hasSize(STEPS);
  }

  @Test
  void watch_beyondTheNewestEvent_waits() throws Exception {
    gate.closeAfter(1);
    var call = new Dropping(KEPT, EventCase.PROGRESS);
    gate.awaitBlocked();
    Future<List<GenerateResponse>> rest =
        inBackground(() -> watch(call.jobId(), call.lastSequence() + 3));
    gate.open();
    assertThat(rest.get().getFirst().getSequence()).isGreaterThanOrEqualTo(call.lastSequence() + 3);
  }

  @Test
  void watch_fromANegativeNumber_isRefusedByField() {
    var refusal = failure(() -> watch("x", -1));
    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.violations())
        .containsExactly(new FieldViolation("from_sequence", "must be 0 or more, was -1"));
  }

  @Test
  void watch_ofAnUnknownJob_isNotFound() {
    assertThat(failure(() -> watch("no such", 0)).code()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void watch_ofEventsThatMemoryDidNotHold_isOutOfRange_andGetJobStillAnswers() {
    String first = jobId(generate(NAMED));
    // A thousand pictures later.
    for (int i = 0; i < 1000 && served.store.read(first, 1, 1).orElseThrow().oldest() == 1; i++) {
      generate(REQUEST);
    }
    var refusal = failure(() -> watch(first, 1));
    assertThat(refusal.code()).isEqualTo(Code.OUT_OF_RANGE);
    assertThat(refusal.reason()).isEqualTo("EVENTS_GONE");
    assertThat(getJob(first).getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
    assertThat(getJob(first).getPlan().getSteps()).isEqualTo(STEPS);
    assertThat(jobId(generate(NAMED))).as("its id begins anew").isNotEqualTo(first);
  }

  @Test
  void watch_ofAFailedJob_isToldTheSameError() {
    served.mesh.catalog.refresh();
    served.mesh.vae.onCall(() -> {
      throw ServiceException.of(Code.UNAVAILABLE, "CONNECTION_REFUSED", "vae: refused")
          .withRetryAfter(Duration.ofSeconds(3))
          .withMetadata("attempts", "3");
    });
    Iterator<GenerateResponse> call = served.client.generate(KEPT);
    String id = call.next().getAccepted().getJobId();
    var told = failure(() -> Lists.newArrayList(call));
    var toldAgain = failure(() -> watch(id, 0));
    for (ServiceException error : List.of(told, toldAgain)) {
      assertThat(error.code()).isEqualTo(Code.UNAVAILABLE);
      assertThat(error.reason()).isEqualTo("CONNECTION_REFUSED");
      assertThat(error.retryAfter()).contains(Duration.ofSeconds(3));
      assertThat(error.metadata()).containsEntry("attempts", "3");
    }
    assertThat(getJob(id).getError().getReason()).isEqualTo("CONNECTION_REFUSED");
    assertThat(getJob(id).getError().getCode()).isEqualTo(Code.UNAVAILABLE.value());
    assertThat(getJob(id).getState()).isEqualTo(JobState.JOB_STATE_FAILED);
  }

  // Idempotency

  @Test
  void sameRequest_fiftyTimesAtOnce_isDrawnOnce() throws Exception {
    List<Future<ByteString>> pictures = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      boolean unary = i % 2 == 0;
      pictures.add(
          inBackground(
              () -> unary ? generateImages(NAMED).getImages(0).getPng() : png(generate(NAMED))));
    }
    ByteString one = pictures.getFirst().get();
    for (Future<ByteString> picture : pictures) {
      assertThat(picture.get()).isEqualTo(one);
    }
    assertThat(served.mesh.denoiser.opened()).hasSize(1);
    assertThat(served.ledger.snapshot().admitted()).isEqualTo(1);
    assertThat(served.ledger.snapshot().joined()).isEqualTo(49);
  }

  @Test
  void sameRequest_afterTheFirstFinished_isItsWholeAnswerAgain() {
    GenerateImagesResponse first = generateImages(NAMED.toBuilder().setCount(3).build());
    GenerateImagesResponse again = generateImages(NAMED.toBuilder().setCount(3).build());
    assertThat(again).isEqualTo(first);
    assertThat(served.mesh.denoiser.opened()).hasSize(3);
  }

  @Test
  void sameRequest_askedUnderOtherTerms_isTheSame() {
    generate(NAMED);
    generate(
        NAMED.toBuilder()
            .setPreviewEvery(2)
            .setPriority(Priority.PRIORITY_BATCH)
            .setOnDisconnect(OnDisconnect.ON_DISCONNECT_KEEP)
            .build());
    assertThat(served.ledger.snapshot().joined()).isEqualTo(1);
  }

  @Test
  void sameId_withAnotherPrompt_alreadyExists_namingTheJob() {
    String first = jobId(generate(NAMED));
    var other = NAMED.toBuilder().setPrompt("a cat").build();
    var refusal = failure(() -> generate(other));
    assertThat(refusal.code()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(refusal.message()).contains(first);
    assertThat(refusal.metadata()).containsEntry("job_id", first);
    assertThat(failure(() -> generateImages(other)).code()).isEqualTo(Code.ALREADY_EXISTS);
  }

  @Test
  void sameRequest_afterAFailure_isDrawnAgain() {
    var failures = new AtomicInteger();
    served.mesh.catalog.refresh();
    served.mesh.vae.onCall(() -> {
      if (failures.incrementAndGet() == 1) {
        throw ServiceException.of(Code.UNAVAILABLE, "GONE", "vae: gone");
      }
    });
    assertThat(failure(() -> generate(NAMED)).code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(png(generate(NAMED))).isEqualTo(png(generate(REQUEST)));
  }

  @Test
  void invalidRequest_isNoJob() {
    var bad = NAMED.toBuilder().setSteps(0).build();
    assertThat(failure(() -> generate(bad)).code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(failure(() -> generateImages(bad)).violations())
        .extracting(FieldViolation::field)
        .containsExactly("request.steps");
    assertThat(served.store.size()).isZero();
    assertThat(served.ledger.snapshot().admitted()).isZero();
    assertThat(generate(NAMED)).isNotEmpty();
  }

  @Test
  void seed_notNamed_comesFromTheRequestId() {
    var request = NAMED.toBuilder().clearSeed().build();
    List<GenerateResponse> events = generate(request);
    assertThat(events.getFirst().getAccepted().getPlan().getSeedsList())
        .containsExactly(RequestSeed.of(new RequestKey("", "r1")));
    try (var another = new ServedMesh()) {
      assertThat(png(Lists.newArrayList(another.client.generate(request)))).isEqualTo(png(events));
    }
  }

  // Leaving

  @Test
  void lastListener_leaving_endsTheWorkWithinOneEvaluation() throws InterruptedException {
    gate.closeAfter(2);
    var call = new Dropping(REQUEST, EventCase.PROGRESS);
    gate.awaitBlocked();
    call.drop();
    gate.awaitInterrupted();
    Job job = awaitEnd(call.jobId());
    assertThat(job.getState()).isEqualTo(JobState.JOB_STATE_CANCELLED);
    assertThat(job.getError().getReason()).isEqualTo("NO_LISTENER");
    assertThat(gate.evaluations()).isEqualTo(3);
  }

  @Test
  void listenerThatLeaves_whileAnotherWatches_endsNothing() throws Exception {
    gate.closeAfter(2);
    var call = new Dropping(REQUEST, EventCase.PROGRESS);
    gate.awaitBlocked();
    Iterator<WatchResponse> watching = served.client.watch(watchRequest(call.jobId(), 0));
    watching.next();
    call.drop();
    gate.open();
    List<WatchResponse> rest = Lists.newArrayList(watching);
    assertThat(rest.getLast().getEvent().hasCompleted()).isTrue();
  }

  @Test
  void keptJob_outlivesItsCall_andIsFoundFinished() throws InterruptedException {
    gate.closeAfter(2);
    var call = new Dropping(KEPT, EventCase.PROGRESS);
    gate.awaitBlocked();
    call.drop();
    gate.open();
    assertThat(awaitEnd(call.jobId()).getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
    assertThat(png(watch(call.jobId(), 0))).isEqualTo(png(generate(REQUEST)));
  }

  @Test
  void keptJob_outlivesItsCallsDeadline() throws InterruptedException {
    gate.closeAfter(1);
    served.mesh.catalog.refresh();
    var late = new ArrayList<GenerateResponse>();
    var told =
        failure(() ->
            served
                .client
                .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
                .generate(KEPT)
                .forEachRemaining(late::add));
    assertThat(told.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    gate.open();
    assertThat(awaitEnd(jobId(late)).getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
  }

  @Test
  void keptJob_thatNobodyWantsForItsLease_isEnded() throws InterruptedException {
    gate.closeAfter(2);
    var call = new Dropping(KEPT, EventCase.PROGRESS);
    gate.awaitBlocked();
    call.drop();
    while (getJob(call.jobId()).getState() == JobState.JOB_STATE_RUNNING) {
      served.clock.advance(Duration.ofSeconds(61));
      served.jobs.sweep();
    }
    Job job = awaitEnd(call.jobId());
    assertThat(job.getError().getReason()).isEqualTo("LEASE_ENDED");
    assertThat(served.ledger.snapshot().ended()).containsEntry(Outcome.CANCELLED, 1L);
  }

  @Test
  void passedDeadline_isCountedAsSuch() {
    gate.closeAfter(1);
    served.mesh.catalog.refresh();
    var told =
        failure(() ->
            served
                .client
                .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
                .generateImages(GenerateImagesRequest.newBuilder().setRequest(REQUEST).build()));
    assertThat(told.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    served.jobs.drain(Duration.ofMinutes(1));
    assertThat(served.ledger.snapshot().ended()).containsEntry(Outcome.DEADLINE, 1L);
  }

  @Test
  void lease_outOfRange_isRefusedWithEverythingElseThatIsWrong() {
    served.mesh.catalog.refresh();
    var lease = com.google.protobuf.Duration.newBuilder().setSeconds(301);
    var refusal = failure(() -> generate(KEPT.toBuilder().setLease(lease).setSteps(0).build()));
    assertThat(refusal.violations())
        .contains(new FieldViolation("lease", "must be from 1s to 300s, was 301.000000000s"))
        .extracting(FieldViolation::field)
        .containsExactly("lease", "steps");
  }

  // CancelJob and GetJob

  @Test
  void cancelJob_endsTheWorkWithinOneEvaluation_andTellsTheListeners() throws Exception {
    gate.closeAfter(2);
    Future<List<GenerateResponse>> watching;
    var call = new Dropping(KEPT, EventCase.PROGRESS);
    gate.awaitBlocked();
    watching = inBackground(() -> watch(call.jobId(), 0));
    Job job = cancel(call.jobId());
    assertThat(job.getState()).isEqualTo(JobState.JOB_STATE_CANCELLED);
    assertThat(job.getError().getReason()).isEqualTo("CANCELLED");
    assertThat(gate.evaluations()).isEqualTo(3);
    assertThat(watching)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withMessageContaining("CancelJob ended the generation");
  }

  @Test
  void cancelJob_ofAFinishedJob_changesNothing() {
    String id = jobId(generate(NAMED));
    assertThat(cancel(id)).isEqualTo(getJob(id));
    assertThat(getJob(id).getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
  }

  @Test
  void cancelJob_ofAnUnknownJob_isNotFound() {
    assertThat(failure(() -> cancel("no such")).reason()).isEqualTo("JOB_NOT_FOUND");
  }

  @Test
  void getJob_ofAnUnknownJob_isNotFound() {
    assertThat(failure(() -> getJob("no such")).reason()).isEqualTo("JOB_NOT_FOUND");
  }

  @Test
  void getJob_beforeTheFirstEvaluation_isQueued() throws InterruptedException {
    gate.closeAfter(0);
    var call = new Dropping(NAMED, EventCase.ACCEPTED);
    Job job = getJob(call.jobId());
    assertThat(job.getState()).isEqualTo(JobState.JOB_STATE_QUEUED);
    assertThat(job.getRequestId()).isEqualTo("r1");
    assertThat(job.getPlan().getSteps()).isEqualTo(STEPS);
    assertThat(job.getCreateTime().getSeconds()).isEqualTo(served.clock.instant().getEpochSecond());
    assertThat(job.hasEndTime()).isFalse();
  }

  @Test
  void getJob_whileRunning_saysHowFarItIs() throws InterruptedException {
    gate.closeAfter(2);
    var call = new Dropping(REQUEST, EventCase.PROGRESS);
    gate.awaitBlocked();
    Job job = getJob(call.jobId());
    assertThat(job.getState()).isEqualTo(JobState.JOB_STATE_RUNNING);
    assertThat(job.getProgressList()).extracting(Progress::getStep).containsExactly(2);
    assertThat(job.getLastSequence()).isEqualTo(3);
    assertThat(job.getImagesFinished()).isZero();
  }

  @Test
  void getJob_afterSuccess_saysWhatTheJobDid() {
    String id = jobId(generate(REQUEST.toBuilder().setCount(2).build()));
    Job job = getJob(id);
    assertThat(job.getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
    assertThat(job.getImagesFinished()).isEqualTo(2);
    assertThat(job.getStats().getRows()).isEqualTo(2L * 2 * STEPS);
    assertThat(job.hasEndTime()).isTrue();
    assertThat(job.hasError()).isFalse();
  }

  @Test
  @Timeout(20)
  void finishedJob_keptLongEnough_isUnknown() {
    String id = jobId(generate(REQUEST));
    served.clock.advance(ServedMesh.KEEP);
    while (served.store.bytes() > 0) { // The call's own reader lets go a moment after its client.
      served.store.sweep();
      Thread.onSpinWait();
    }
    assertThat(failure(() -> getJob(id)).code()).isEqualTo(Code.NOT_FOUND);
    assertThat(served.store.bytes()).isZero();
  }

  @Test
  void jobIds_are128Bits() {
    assertThat(jobId(generate(REQUEST))).matches("[0-9a-f]{32}");
  }

  // Slow readers and drain

  @Test
  void readerThatReadsNothing_delaysNoImage() throws InterruptedException {
    var reader = new SlowReader();
    ImageServiceGrpc.newStub(served.channel)
        .generate(REQUEST.toBuilder().setCount(4).build(), reader);
    reader.read(1);
    String id = reader.next().getAccepted().getJobId();
    assertThat(awaitEnd(id).getImagesFinished()).isEqualTo(4);
    reader.read(100);
    List<EventCase> rest = new ArrayList<>();
    do {
      rest.add(reader.next().getEventCase());
    } while (rest.getLast() != EventCase.COMPLETED);
    assertThat(rest).filteredOn(EventCase.IMAGE::equals).hasSize(4);
    assertThat(rest).filteredOn(EventCase.PROGRESS::equals).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void draining_keepsKeptJobsAndWatch() throws InterruptedException {
    gate.closeAfter(2);
    var call = new Dropping(KEPT, EventCase.PROGRESS);
    gate.awaitBlocked();
    call.drop();
    Thread draining = Thread.ofVirtual().start(() -> served.jobs.drain(Duration.ofMinutes(1)));
    Iterator<WatchResponse> watching = served.client.watch(watchRequest(call.jobId(), 0));
    watching.next();
    gate.open();
    assertThat(Lists.newArrayList(watching).getLast().getEvent().hasCompleted()).isTrue();
    draining.join();
    assertThat(failure(() -> generate(REQUEST)).reason()).isEqualTo("DRAINING");
  }

  private List<GenerateResponse> generate(GenerateRequest request) {
    return Lists.newArrayList(served.client.generate(request));
  }

  private GenerateImagesResponse generateImages(GenerateRequest request) {
    return served.client.generateImages(
        GenerateImagesRequest.newBuilder().setRequest(request).build());
  }

  private List<GenerateResponse> watch(String jobId, long from) {
    return Lists.newArrayList(served.client.watch(watchRequest(jobId, from))).stream()
        .map(WatchResponse::getEvent)
        .toList();
  }

  private static WatchRequest watchRequest(String jobId, long from) {
    return WatchRequest.newBuilder().setJobId(jobId).setFromSequence(from).build();
  }

  private Job getJob(String jobId) {
    return served.client.getJob(GetJobRequest.newBuilder().setJobId(jobId).build()).getJob();
  }

  private Job cancel(String jobId) {
    return served.client.cancelJob(CancelJobRequest.newBuilder().setJobId(jobId).build()).getJob();
  }

  /** The job, when it has ended. Does not listen to it. */
  private Job awaitEnd(String jobId) {
    Job job = getJob(jobId);
    while (!job.hasEndTime()) {
      Thread.onSpinWait();
      job = getJob(jobId);
    }
    return job;
  }

  private static String jobId(List<GenerateResponse> events) {
    return events.getFirst().getAccepted().getJobId();
  }

  private static ByteString png(List<GenerateResponse> events) {
    return events.stream()
        .filter(GenerateResponse::hasImage)
        .findFirst()
        .orElseThrow()
        .getImage()
        .getPng();
  }

  private static ServiceException failure(ThrowingCallable call) {
    return PeerErrors.rethrow("edge", catchThrowableOfType(StatusRuntimeException.class, call));
  }

  private static <T> Future<T> inBackground(Callable<T> work) {
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    Future<T> future = executor.submit(work);
    executor.shutdown();
    return future;
  }

  /** A call that was read up to its first event of some kind, and can be dropped then. */
  private final class Dropping {
    private final Context.CancellableContext context = Context.current().withCancellation();
    private final SlowReader reader = new SlowReader().reading();
    private String jobId = "";
    private long lastSequence;

    Dropping(GenerateRequest request, EventCase until) throws InterruptedException {
      context.run(() -> ImageServiceGrpc.newStub(served.channel).generate(request, reader));
      GenerateResponse event = reader.next();
      jobId = event.getAccepted().getJobId();
      while (event.getEventCase() != until) {
        event = reader.next();
      }
      lastSequence = event.getSequence();
    }

    String jobId() {
      return jobId;
    }

    long lastSequence() {
      return lastSequence;
    }

    void drop() {
      context.cancel(null);
    }
  }

  /** Stands before every evaluation. */
  private final class Gate {
    private final AtomicInteger evaluations = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final java.util.concurrent.Semaphore permits = new java.util.concurrent.Semaphore(0);

    /** Evaluations beyond so many wait until the gate is opened. */
    void closeAfter(int free) {
      served.mesh.denoiser.onEvaluation(image -> {
        if (evaluations.incrementAndGet() > free) {
          blocked.countDown();
          await();
        }
      });
    }

    /** Each evaluation waits for one permission. */
    void lockstep() {
      served.mesh.denoiser.onEvaluation(image -> permits.acquireUninterruptibly());
    }

    void letOneThrough() {
      permits.release();
    }

    void open() {
      open.countDown();
    }

    int evaluations() {
      return evaluations.get();
    }

    void awaitBlocked() throws InterruptedException {
      blocked.await();
    }

    void awaitInterrupted() throws InterruptedException {
      interrupted.await();
    }

    private void await() {
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        interrupted.countDown();
        throw new CancellationException("interrupted");
      }
    }
  }
}
