package io.latentmesh.orchestrator.edge;

import io.grpc.Status;
import io.latentmesh.orchestrator.generation.GenerationEvent;
import io.latentmesh.orchestrator.generation.Phase;
import io.latentmesh.orchestrator.jobs.JobError;
import io.latentmesh.orchestrator.request.GenerationPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job's series and its line in the log. Thread-safe. */
final class GrpcJobLog {
  private static final Logger log = LoggerFactory.getLogger(GrpcJobLog.class);

  private final String jobId;
  private final String requestId;
  private final GenerationMeters meters;
  private final long arrived = System.nanoTime();
  private final AtomicBoolean progressed = new AtomicBoolean();
  // Null until the request is accepted.
  private final AtomicReference<GenerationEvent.@Nullable Accepted> accepted =
      new AtomicReference<>();

  GrpcJobLog(String jobId, String requestId, GenerationMeters meters) {
    this.jobId = jobId;
    this.requestId = requestId;
    this.meters = meters;
  }

  String jobId() {
    return jobId;
  }

  void begun(String prompt) {
    log.debug("event=generation_begins job_id={} prompt=\"{}\"", jobId, prompt);
  }

  void event(GenerationEvent event) {
    switch (event) {
      case GenerationEvent.Accepted begun -> {
        accepted.set(begun);
        if (begun.plan().course().done() > 0) {
          meters.resumed();
        }
      }
      case GenerationEvent.Progress progress -> {
        if (progressed.compareAndSet(false, true)) {
          meters.firstProgress(sinceArrival());
        }
      }
      case GenerationEvent.Image image -> meters.image(image);
      case GenerationEvent.Queued queued -> {}
      case GenerationEvent.Preview preview -> {}
    }
  }

  void phase(Phase phase, Duration duration) {
    meters.phase(phase, duration);
  }

  /** In the context of the job, whose deadline it is. */
  void deadline(DeadlineCheck check) {
    GrpcDeadline.timeLeft().ifPresent(left -> meters.deadline(check, left));
  }

  void ended(Optional<JobError> error) {
    GrpcOutcome outcome = GrpcOutcome.of(error.map(GrpcJobErrors::code).orElse(Status.Code.OK));
    count(outcome);
    log.info(
        "event=generation job_id={} request_id={}{} outcome={}{} millis={}",
        jobId,
        GrpcText.plain(requestId),
        planned(),
        outcome.label(),
        error.map(e -> " reason=" + e.reason()).orElse(""),
        sinceArrival().toMillis());
  }

  private void count(GrpcOutcome outcome) {
    GenerationEvent.Accepted known = accepted.get();
    if (outcome == GrpcOutcome.OK && known != null) {
      meters.drawn(SizeClass.of(known.plan()), sinceArrival());
      return;
    }
    meters.notDrawn(outcome, sinceArrival());
  }

  private String planned() {
    GenerationEvent.Accepted known = accepted.get();
    if (known == null) {
      return "";
    }
    GenerationPlan plan = known.plan();
    return " model=%s size=%dx%d steps=%d images=%d"
        .formatted(plan.model().name(), plan.width(), plan.height(), plan.steps(), plan.images());
  }

  private Duration sinceArrival() {
    return Duration.ofNanos(System.nanoTime() - arrived);
  }
}
