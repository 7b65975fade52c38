package io.latentmesh.orchestrator.edge;

import io.grpc.Context;
import io.grpc.Deadline;
import io.latentmesh.orchestrator.generation.GenerationEvent;
import io.latentmesh.orchestrator.generation.GenerationListener;
import io.latentmesh.orchestrator.generation.Generations;
import io.latentmesh.orchestrator.generation.ImageThreads;
import io.latentmesh.orchestrator.generation.Phase;
import io.latentmesh.orchestrator.jobs.Ending;
import io.latentmesh.orchestrator.jobs.JobError;
import io.latentmesh.orchestrator.jobs.JobOutput;
import io.latentmesh.orchestrator.jobs.JobWork;
import io.latentmesh.orchestrator.jobs.Outcome;
import io.latentmesh.orchestrator.jobs.StopReason;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.GenerateResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A generation as the work of a job.
 *
 * <p>It runs in a gRPC context of its own, which carries what the first call's context carried but
 * ends for its own reasons only: the job's deadline, or {@link #stop}. The images' threads carry it
 * on, so that its end reaches every stage; and the generation's thread is interrupted as well,
 * which reaches what is not waiting for a peer.
 */
final class GrpcJobWork implements JobWork {
  /**
   * A client's timer starts before the server's, by as long as the request travels: a call that is
   * cancelled so shortly before its deadline was cancelled by it.
   */
  private static final Duration NEARLY = Duration.ofMillis(50);

  private final GenerationRequest request;
  private final Drawing drawing;
  private final Context.CancellableContext context;
  private final GrpcJobLog account;
  private final GrpcJobView view = new GrpcJobView();
  private final AtomicReference<Optional<JobError>> stopped =
      new AtomicReference<>(Optional.empty());

  /**
   * What draws, and what is said when it fails.
   *
   * @param telling what clients are told of an error
   */
  record Drawing(Generations generations, UnaryOperator<ServiceException> telling) {}

  /**
   * @param context cancelled by this object, at the latest when the work is done
   */
  GrpcJobWork(
      GenerationRequest request,
      Drawing drawing,
      Context.CancellableContext context,
      GrpcJobLog account) {
    this.request = request;
    this.drawing = drawing;
    this.context = context;
    this.account = account;
  }

  @Override
  public Ending run(JobOutput output) {
    Thread thread = Thread.currentThread();
    Context.CancellationListener interrupt = ended -> thread.interrupt();
    context.addListener(interrupt, Runnable::run);
    Context previous = context.attach();
    try {
      return draw(output);
    } finally {
      context.detach(previous);
      context.removeListener(interrupt);
      context.cancel(null);
    }
  }

  @Override
  public void stop(StopReason reason) {
    boolean late = reason == StopReason.NO_LISTENER && isNearDeadline();
    stopped.set(Optional.of(late ? GrpcJobErrors.deadline() : GrpcJobErrors.of(reason)));
    context.cancel(null);
  }

  private Ending draw(JobOutput output) {
    account.begun(request.text().prompt());
    try {
      var stats =
          drawing
              .generations()
              .generate(account.jobId(), request, imageThreads(), new Listener(output));
      append(GrpcEvents.completed(stats), output);
      account.deadline(DeadlineCheck.DRAWN);
      account.ended(Optional.empty());
      return new Ending(Outcome.OK, Optional.empty(), view.summary());
    } catch (RuntimeException | Error e) {
      JobError error = stopped.get().orElseGet(() -> GrpcJobErrors.of(e, drawing.telling()));
      account.ended(Optional.of(error));
      return new Ending(outcome(error), Optional.of(error), view.summary());
    }
  }

  private void append(GenerateResponse message, JobOutput output) {
    view.accept(message);
    output.append(GrpcEvents.draft(message));
  }

  private boolean isNearDeadline() {
    Deadline deadline = context.getDeadline();
    return deadline != null && deadline.timeRemaining(TimeUnit.NANOSECONDS) <= NEARLY.toNanos();
  }

  private static Outcome outcome(JobError error) {
    return switch (GrpcOutcome.of(GrpcJobErrors.code(error))) {
      case DEADLINE -> Outcome.DEADLINE;
      case CANCELLED -> Outcome.CANCELLED;
      case OK, INVALID, SHED, FAILED -> Outcome.FAILED;
    };
  }

  /**
   * Platform threads: they wake in a third of the time that a virtual thread takes, at each step,
   * and admission bounds how many images run.
   */
  private static ImageThreads imageThreads() {
    return new ImageThreads(
        task -> Thread.ofPlatform().name("image").unstarted(Context.current().wrap(task)));
  }

  private final class Listener implements GenerationListener {
    private final JobOutput output;

    Listener(JobOutput output) {
      this.output = output;
    }

    @Override
    public void admitted() {
      output.admitted();
      account.deadline(DeadlineCheck.ADMITTED);
    }

    @Override
    public void event(GenerationEvent event) {
      account.event(event);
      GrpcEvents.messages(event).forEach(message -> append(message, output));
    }

    @Override
    public void phase(Phase phase, Duration duration) {
      account.phase(phase, duration);
    }
  }
}
