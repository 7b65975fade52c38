package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.latentmesh.v1.CancelJobRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.GetJobRequest;
import io.latentmesh.v1.Job;
import io.latentmesh.v1.JobState;
import io.latentmesh.v1.OnDisconnect;
import io.latentmesh.v1.WatchRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The scenarios of generations that outlive a call, or are asked for again. */
abstract class JobKit {
  private static final int MANY_STEPS = 900;
  private static final int SOME_STEPS = 40;
  private static final int REPEATS = 5;

  abstract MeshUnderTest mesh();

  abstract Client client();

  @Test
  void watchAfterDroppedConnection_replaysWhatWasMissed() {
    GenerateRequest request = Client.quick("a cat").setSteps(SOME_STEPS).build();
    List<GenerateResponse> seen = dropAfterProgress(kept(request));
    long last = seen.getLast().getSequence();
    List<GenerateResponse> rest = watch(jobId(seen), last + 1);
    assertThat(rest).extracting(GenerateResponse::getSequence).isSorted().doesNotHaveDuplicates();
    assertThat(rest.getFirst().getSequence()).isGreaterThan(last);
    assertThat(rest.getLast().hasCompleted()).isTrue();
    assertThat(png(rest)).isEqualTo(client().png(request));
  }

  @Test
  void repeatWithRequestId_isOneGeneration() throws ExecutionException, InterruptedException {
    GenerateRequest request = named(Client.quick("a cat").setSeed(77).build());
    double before = rows();
    List<Future<byte[]>> repeats = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < REPEATS; i++) {
        repeats.add(threads.submit(() -> client().png(request)));
      }
    }
    List<GenerateResponse> again = client().generate(request);
    double drawn = again.getLast().getCompleted().getStats().getRows();
    assertThat(rows() - before).as("rows of all repeats together").isEqualTo(drawn);
    for (Future<byte[]> repeat : repeats) {
      assertThat(repeat.get()).isEqualTo(png(again));
    }
  }

  @Test
  void requestIdOfAnotherRequest_isRefused_namingTheJob() {
    GenerateRequest request = named(Client.quick("a cat").build());
    String job = jobId(client().generate(request));
    Refusal refusal =
        Refusal.of(() -> client().generate(request.toBuilder().setPrompt("a dog").build()));
    assertThat(refusal.code()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(refusal.reason()).isEqualTo("REQUEST_ID_TAKEN");
    assertThat(refusal.message()).contains(job);
  }

  @Test
  void keptJob_survivesItsCaller() {
    List<GenerateResponse> seen =
        dropAfterProgress(kept(Client.quick("a cat").setSteps(SOME_STEPS).build()));
    Await.until(() -> job(jobId(seen)).hasEndTime());
    Job job = job(jobId(seen));
    assertThat(job.getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
    assertThat(job.getImagesFinished()).isEqualTo(1);
  }

  @Test
  void cancelJob_endsWithinOneStep() {
    List<GenerateResponse> seen =
        dropAfterProgress(kept(Client.quick("a cat").setSteps(MANY_STEPS).build()));
    Job job =
        client()
            .images()
            .cancelJob(CancelJobRequest.newBuilder().setJobId(jobId(seen)).build())
            .getJob();
    assertThat(job.getState()).isEqualTo(JobState.JOB_STATE_CANCELLED);
    assertThat(job.getProgress(0).getStep()).isLessThan(MANY_STEPS / 2);
    awaitEngineAtRest();
    double afterwards = rows();
    client().generate(Client.quick("a cat").setGuidanceScale(1).build());
    assertThat(rows() - afterwards).as("rows since, all of the next picture").isEqualTo(4);
  }

  @Test
  void getJob_tellsWhatTheJobDid() {
    GenerateRequest request = named(Client.quick("a cat").setCount(2).build());
    List<GenerateResponse> events = client().generate(request);
    Job job = job(jobId(events));
    assertThat(job.getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
    assertThat(job.getRequestId()).isEqualTo(request.getRequestId());
    assertThat(job.getPlan()).isEqualTo(events.getFirst().getAccepted().getPlan());
    assertThat(job.getStats()).isEqualTo(events.getLast().getCompleted().getStats());
    assertThat(job.getLastSequence()).isEqualTo(events.getLast().getSequence());
    assertThat(job.getImagesFinished()).isEqualTo(2);
  }

  @Test
  void unknownJob_isNotFound() {
    Refusal refusal = Refusal.of(() -> job("0".repeat(32)));
    assertThat(refusal.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(refusal.reason()).isEqualTo("JOB_NOT_FOUND");
  }

  @Test
  void jobs_areAccountedFor_atRest() {
    client().generate(Client.quick("a cat").build());
    String page = mesh().metrics(Tier.ORCHESTRATOR);
    Await.until(() -> Client.metric(page, "latentmesh_jobs_in_flight") == 0);
    assertThat(Client.metric(page, "latentmesh_jobs_admitted_total"))
        .isPositive()
        .isEqualTo(Client.metric(page, "latentmesh_jobs_total"));
  }

  /**
   * Waits until what was given up leaves no trace: a forward that runs when its stream ends is
   * counted when it is done, which is certain once a later one is.
   */
  final void awaitEngineAtRest() {
    Await.until(() -> Client.metric(mesh().metrics(Tier.UNET), "latentmesh_sequences_active") == 0);
    client().generate(Client.quick("a cat").build());
  }

  /** What a client saw whose connection was cut once the denoiser worked. */
  private List<GenerateResponse> dropAfterProgress(GenerateRequest request) {
    List<GenerateResponse> seen = new ArrayList<>();
    try (var connection = new Client(mesh().address(Tier.ORCHESTRATOR))) {
      Iterator<GenerateResponse> events = connection.images().generate(request);
      do {
        seen.add(events.next());
      } while (!seen.getLast().hasProgress() || seen.getLast().getProgress().getStep() == 0);
    }
    return seen;
  }

  private List<GenerateResponse> watch(String jobId, long from) {
    List<GenerateResponse> events = new ArrayList<>();
    client()
        .images()
        .watch(WatchRequest.newBuilder().setJobId(jobId).setFromSequence(from).build())
        .forEachRemaining(response -> events.add(response.getEvent()));
    return events;
  }

  private Job job(String jobId) {
    return client().images().getJob(GetJobRequest.newBuilder().setJobId(jobId).build()).getJob();
  }

  private double rows() {
    return Client.metric(mesh().metrics(Tier.UNET), "latentmesh_steps_total");
  }

  private static GenerateRequest kept(GenerateRequest request) {
    return request.toBuilder().setOnDisconnect(OnDisconnect.ON_DISCONNECT_KEEP).build();
  }

  private static GenerateRequest named(GenerateRequest request) {
    return request.toBuilder().setRequestId(UUID.randomUUID().toString()).build();
  }

  private static String jobId(List<GenerateResponse> events) {
    return events.getFirst().getAccepted().getJobId();
  }

  private static byte[] png(List<GenerateResponse> events) {
    return events.stream()
        .filter(GenerateResponse::hasImage)
        .findFirst()
        .orElseThrow()
        .getImage()
        .getPng()
        .toByteArray();
  }
}
