package io.latentmesh.orchestrator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.Lists;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.latentmesh.serving.PeerErrors;
import io.latentmesh.v1.CancelJobRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GetJobRequest;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.latentmesh.v1.JobState;
import io.latentmesh.v1.WatchRequest;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one tenant may know of another one's jobs: nothing, not even that they exist. */
class GrpcJobTenantsTest {
  private static final GenerateRequest NAMED =
      GenerateRequest.newBuilder()
          .setPrompt("a red heart")
          .setSteps(2)
          .setSampler("euler")
          .setSeed(7)
          .setRequestId("r1")
          .build();

  private final ServedMesh served = new ServedMesh();
  private final ImageServiceBlockingStub mine = as("mine");
  private final List<ImageServiceBlockingStub> others = List.of(as("yours"), served.client);

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void job_isFoundByItsOwnTenantOnly() {
    String job = generate(mine);
    GetJobRequest get = GetJobRequest.newBuilder().setJobId(job).build();
    assertThat(mine.getJob(get).getJob().getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
    for (ImageServiceBlockingStub other : others) {
      assertUnknown(() -> other.getJob(get));
    }
  }

  @Test
  void job_isWatchedByItsOwnTenantOnly() {
    WatchRequest watch = WatchRequest.newBuilder().setJobId(generate(mine)).build();
    assertThat(Lists.newArrayList(mine.watch(watch))).isNotEmpty();
    for (ImageServiceBlockingStub other : others) {
      assertUnknown(() -> other.watch(watch).next());
    }
  }

  @Test
  void job_isCancelledByItsOwnTenantOnly() {
    CancelJobRequest cancel = CancelJobRequest.newBuilder().setJobId(generate(mine)).build();
    assertThat(mine.cancelJob(cancel).hasJob()).isTrue();
    for (ImageServiceBlockingStub other : others) {
      assertUnknown(() -> other.cancelJob(cancel));
    }
  }

  @Test
  void requestId_ofAnotherTenant_namesAnotherJob() {
    String first = generate(mine);
    assertThat(generate(mine)).isEqualTo(first);
    for (ImageServiceBlockingStub other : others) {
      assertThat(generate(other)).isNotEqualTo(first);
    }
  }

  private static String generate(ImageServiceBlockingStub client) {
    return Lists.newArrayList(client.generate(NAMED)).getFirst().getAccepted().getJobId();
  }

  private static void assertUnknown(ThrowingCallable call) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(PeerErrors.rethrow("edge", failure).reason()).isEqualTo("JOB_NOT_FOUND");
  }

  private ImageServiceBlockingStub as(String tenant) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of(GrpcTenant.HEADER, Metadata.ASCII_STRING_MARSHALLER), tenant);
    return served.client.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }
}
