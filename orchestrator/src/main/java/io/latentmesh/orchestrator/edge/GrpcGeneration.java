package io.latentmesh.orchestrator.edge;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.orchestrator.generation.GenerationEvent;
import io.latentmesh.orchestrator.generation.GenerationListener;
import io.latentmesh.orchestrator.generation.GenerationStats;
import io.latentmesh.orchestrator.generation.Phase;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.serving.Errors;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request at the edge: passes its events on, counts them, and writes its line in the log. */
final class GrpcGeneration implements GenerationListener {
  private static final Logger log = LoggerFactory.getLogger(GrpcGeneration.class);

  private final GenerationRequest request;
  private final GrpcReply reply;
  private final GenerationMeters meters;
  private final long arrived = System.nanoTime();
  private final AtomicBoolean progressed = new AtomicBoolean();
  // Null until the request is accepted.
  private final AtomicReference<GenerationEvent.@Nullable Accepted> accepted =
      new AtomicReference<>();

  GrpcGeneration(GenerationRequest request, GrpcReply reply, GenerationMeters meters) {
    this.request = request;
    this.reply = reply;
    this.meters = meters;
  }

  /** Does the work and answers the call, whatever happens. */
  void run(Function<GenerationListener, GenerationStats> work) {
    log.debug("event=generation_begins prompt=\"{}\"", request.text().prompt());
    try {
      reply.completed(work.apply(this));
      ended(Status.Code.OK);
    } catch (RuntimeException e) {
      fail(reply.translated(e));
    } catch (Error e) {
      fail(e);
    }
  }

  private void fail(Throwable error) {
    StatusRuntimeException status = Errors.toStatus(error);
    ended(status.getStatus().getCode());
    reply.failed(status);
  }

  @Override
  public void event(GenerationEvent event) {
    switch (event) {
      case GenerationEvent.Accepted begun -> accepted.set(begun);
      case GenerationEvent.Progress progress -> {
        if (progressed.compareAndSet(false, true)) {
          meters.firstProgress(sinceArrival());
        }
      }
      case GenerationEvent.Image image -> meters.image(image);
      case GenerationEvent.Queued queued -> {}
      case GenerationEvent.Preview preview -> {}
    }
    reply.event(event);
  }

  @Override
  public void phase(Phase phase, Duration duration) {
    meters.phase(phase, duration);
  }

  private void ended(Status.Code code) {
    GrpcOutcome outcome = GrpcOutcome.of(code);
    meters.ended(outcome, sinceArrival());
    log.info("{} outcome={} millis={}", described(), outcome.label(), sinceArrival().toMillis());
  }

  private String described() {
    String requestId = request.requestId().replaceAll("[^\\x21-\\x7e]", "?");
    GenerationEvent.Accepted known = accepted.get();
    if (known == null) {
      return "event=generation request_id=" + requestId;
    }
    GenerationPlan plan = known.plan();
    return "event=generation job_id=%s request_id=%s model=%s size=%dx%d steps=%d images=%d"
        .formatted(
            known.jobId(),
            requestId,
            plan.model().name(),
            plan.width(),
            plan.height(),
            plan.steps(),
            plan.images());
  }

  private Duration sinceArrival() {
    return Duration.ofNanos(System.nanoTime() - arrived);
  }
}
