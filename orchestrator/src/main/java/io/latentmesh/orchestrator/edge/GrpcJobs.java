package io.latentmesh.orchestrator.edge;

import io.grpc.Context;
import io.grpc.Deadline;
import io.latentmesh.orchestrator.generation.Generations;
import io.latentmesh.orchestrator.jobs.JobReader;
import io.latentmesh.orchestrator.jobs.JobReading;
import io.latentmesh.orchestrator.jobs.Jobs;
import io.latentmesh.orchestrator.jobs.Proposal;
import io.latentmesh.orchestrator.jobs.RequestKey;
import io.latentmesh.orchestrator.jobs.Submission;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.serving.KnownValues;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.Violations;
import io.latentmesh.serving.identity.CallIds;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.Job;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls as jobs: what a call asks for, in terms of {@link Jobs}. Thread-safe. */
public final class GrpcJobs {
  private static final Logger log = LoggerFactory.getLogger(GrpcJobs.class);

  private final Jobs jobs;
  private final Generations generations;
  private final GenerationMeters meters;
  private final Rules rules;

  /**
   * What holds for every job.
   *
   * @param longestLease how long a job may go on without a listener
   * @param timer ends jobs at their deadlines
   * @param telling what clients are told of an error that ended a job
   */
  public record Rules(
      Duration longestLease,
      ScheduledExecutorService timer,
      UnaryOperator<ServiceException> telling) {}

  public GrpcJobs(Jobs jobs, Generations generations, GenerationMeters meters, Rules rules) {
    this.jobs = jobs;
    this.generations = generations;
    this.meters = meters;
    this.rules = rules;
  }

  /**
   * Begins the generation that is asked for, or joins it. To be called in the call's own context.
   *
   * @throws ServiceException INVALID_ARGUMENT, ALREADY_EXISTS, or UNAVAILABLE while draining; what
   *     else may be wrong is the job's ending
   */
  JobReader submit(GenerateRequest message) {
    GenerationRequest request = GrpcRequests.request(message);
    Optional<Duration> lease = lease(message, request);
    Context call = Context.current();
    var proposal =
        new Proposal(
            new RequestKey(request.terms().tenant(), request.requestId()),
            GrpcFingerprint.of(message),
            lease,
            jobId -> {
              CallIds.name(request.requestId(), jobId);
              return work(jobId, request, jobContext(call, lease));
            });
    JobReader reader = reader(jobs.submit(proposal), request);
    CallIds.name(request.requestId(), reader.jobId());
    return reader;
  }

  /**
   * Listens to a job.
   *
   * @throws ServiceException NOT_FOUND
   */
  JobReader watch(String jobId) {
    CallIds.name("", jobId);
    log.debug("event=watch job_id={}", GrpcText.plain(jobId));
    return jobs.watch(GrpcRequests.tenant(), jobId).orElseThrow(() -> GrpcJobErrors.unknown(jobId));
  }

  /**
   * Where a job stands.
   *
   * @throws ServiceException NOT_FOUND
   */
  Job get(String jobId) {
    CallIds.name("", jobId);
    return jobs.read(GrpcRequests.tenant(), jobId)
        .map(GrpcJobView::of)
        .orElseThrow(() -> GrpcJobErrors.unknown(jobId));
  }

  /**
   * Ends a job and waits until it has ended.
   *
   * @throws ServiceException NOT_FOUND
   */
  Job cancel(String jobId) throws InterruptedException {
    CallIds.name("", jobId);
    log.debug("event=cancel job_id={}", GrpcText.plain(jobId));
    try (JobReader reader =
        jobs.cancel(GrpcRequests.tenant(), jobId).orElseThrow(() -> GrpcJobErrors.unknown(jobId))) {
      JobReading reading = reader.next(Long.MAX_VALUE);
      log.debug("event=cancelled job_id={} found={}", jobId, reading.getClass().getSimpleName());
      return get(jobId);
    }
  }

  private JobReader reader(Submission submission, GenerationRequest request) {
    return switch (submission) {
      case Submission.Started(JobReader reader) -> reader;
      case Submission.Joined(JobReader reader) -> {
        log.debug("event=joined job_id={}", reader.jobId());
        yield reader;
      }
      case Submission.Conflict(String jobId) -> {
        meters.notDrawn(GrpcOutcome.INVALID, Duration.ZERO);
        throw GrpcJobErrors.requestIdTaken(request.requestId(), jobId);
      }
      case Submission.Draining() -> {
        meters.notDrawn(GrpcOutcome.SHED, Duration.ZERO);
        throw GrpcJobErrors.draining();
      }
    };
  }

  /** What is wrong with the message itself is told together with whatever else is wrong. */
  private Optional<Duration> lease(GenerateRequest message, GenerationRequest request) {
    var violations = new Violations();
    KnownValues.check(message, violations);
    Optional<Duration> lease = GrpcLease.of(message, rules.longestLease(), violations);
    if (!violations.isEmpty()) {
      meters.notDrawn(GrpcOutcome.INVALID, Duration.ZERO);
      generations.violations(request).forEach(v -> violations.add(v.field(), v.description()));
    }
    violations.throwIfAny();
    return lease;
  }

  private GrpcJobWork work(
      String jobId, GenerationRequest request, Context.CancellableContext context) {
    var account = new GrpcJobLog(jobId, request.requestId(), meters);
    var drawing = new GrpcJobWork.Drawing(generations, rules.telling());
    return new GrpcJobWork(request, drawing, context, account);
  }

  /**
   * What the call's context carries, without its end. A job that outlives its listeners outlives
   * the call's deadline too; any other has it.
   */
  private Context.CancellableContext jobContext(Context call, Optional<Duration> lease) {
    Deadline deadline = call.getDeadline();
    Context own = call.fork();
    return deadline == null || lease.isPresent()
        ? own.withCancellation()
        : own.withDeadline(deadline, rules.timer());
  }
}
