package io.latentmesh.orchestrator.edge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.latentmesh.orchestrator.jobs.Ending;
import io.latentmesh.orchestrator.jobs.JobRecord;
import io.latentmesh.orchestrator.jobs.Outcome;
import io.latentmesh.orchestrator.jobs.Page;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.Job;
import io.latentmesh.v1.JobError;
import io.latentmesh.v1.JobState;
import io.latentmesh.v1.Progress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where a generation stands, gathered from its events. Thread-safe.
 *
 * <p>A finished job carries its view along as {@link Ending#summary}, for when its events are gone.
 */
final class GrpcJobView {
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Job.Builder job = Job.newBuilder().setState(JobState.JOB_STATE_QUEUED);

  @GuardedBy("lock")
  private final Map<Integer, Progress> progress = new TreeMap<>();

  /** The job as its page says. */
  static Job of(Page page) {
    JobRecord record = page.job();
    return record
        .end()
        .map(end -> ended(record, end))
        .orElseGet(() -> {
          var view = new GrpcJobView();
          page.events().forEach(event -> view.accept(GrpcEvents.message(event)));
          return named(view.snapshot(), record).build();
        });
  }

  /** Takes in one more event. */
  void accept(GenerateResponse event) {
    lock.lock();
    try {
      switch (event.getEventCase()) {
        case ACCEPTED -> job.setPlan(event.getAccepted().getPlan());
        case PROGRESS -> advanced(event.getProgress());
        case IMAGE -> {
          job.setState(JobState.JOB_STATE_RUNNING);
          job.setImagesFinished(job.getImagesFinished() + 1);
        }
        case COMPLETED -> job.setStats(event.getCompleted().getStats());
        case PREVIEW, IMAGE_CHUNK, EVENT_NOT_SET -> {}
      }
    } finally {
      lock.unlock();
    }
  }

  /** For {@link Ending#summary}. */
  ByteBuffer summary() {
    return ByteBuffer.wrap(snapshot().build().toByteArray());
  }

  /** Work on the images has begun with the first evaluation that is done. */
  @GuardedBy("lock")
  private void advanced(Progress latest) {
    if (!latest.hasQueuePosition()) {
      job.setState(JobState.JOB_STATE_RUNNING);
    }
    progress.put(latest.getImage(), latest);
  }

  private Job.Builder snapshot() {
    lock.lock();
    try {
      return job.clone().clearProgress().addAllProgress(progress.values());
    } finally {
      lock.unlock();
    }
  }

  private static Job ended(JobRecord record, JobRecord.End end) {
    Ending ending = end.ending();
    Job.Builder job =
        named(parsed(ending.summary()), record)
            .setState(state(ending.outcome()))
            .setEndTime(timestamp(end.time()));
    ending.error().ifPresent(error -> job.setError(message(error)));
    return job.build();
  }

  private static Job.Builder named(Job.Builder job, JobRecord record) {
    return job.setJobId(record.id())
        .setRequestId(record.job().key().requestId())
        .setCreateTime(timestamp(record.created()))
        .setLastSequence(record.lastSequence());
  }

  private static JobState state(Outcome outcome) {
    return switch (outcome) {
      case OK -> JobState.JOB_STATE_SUCCEEDED;
      case FAILED -> JobState.JOB_STATE_FAILED;
      case DEADLINE, CANCELLED -> JobState.JOB_STATE_CANCELLED;
    };
  }

  private static JobError message(io.latentmesh.orchestrator.jobs.JobError error) {
    return JobError.newBuilder()
        .setCode(error.code())
        .setReason(error.reason())
        .setMessage(error.message())
        .build();
  }

  private static Job.Builder parsed(ByteBuffer summary) {
    try {
      return Job.parseFrom(summary).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the summary is no job", e);
    }
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
