package io.latentmesh.orchestrator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.Lists;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.latentmesh.serving.PeerErrors;
import io.latentmesh.serving.Profile;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GetJobRequest;
import io.latentmesh.v1.JobError;
import io.latentmesh.v1.OnDisconnect;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What {@code GetJob} says of a failure inside. */
class GrpcJobReticenceTest {
  private static final GenerateRequest REQUEST =
      GenerateRequest.newBuilder()
          .setPrompt("a red heart")
          .setSteps(2)
          .setOnDisconnect(OnDisconnect.ON_DISCONNECT_KEEP)
          .build();

  @Test
  void keptError_inProduction_isShortened_andHasTheIdThatTheCallersHad() {
    Told told = failed(Profile.PRODUCTION);
    assertThat(told.kept().getCode()).isEqualTo(Code.UNAVAILABLE.value());
    assertThat(told.kept().getReason()).isEqualTo("UNAVAILABLE");
    assertThat(told.kept().getMessage())
        .startsWith("vae: UNAVAILABLE (correlation id ")
        .isEqualTo(told.call().getStatus().getDescription());
  }

  @Test
  void keptError_inDevelopment_isWhole() {
    assertThat(failed(Profile.DEVELOPMENT).kept().getMessage()).isEqualTo(inside().message());
  }

  /** What the call was told, and what the job says afterwards. */
  private record Told(StatusRuntimeException call, JobError kept) {}

  private static Told failed(Profile profile) {
    try (var served = new ServedMesh(new GrpcTenant(), profile)) {
      served.mesh.catalog.refresh();
      served.mesh.vae.onCall(() -> {
        throw inside();
      });
      var call = served.client.generate(REQUEST);
      String id = call.next().getAccepted().getJobId();
      var failure =
          Objects.requireNonNull(
              catchThrowableOfType(StatusRuntimeException.class, () -> Lists.newArrayList(call)));
      return new Told(
          failure,
          served
              .client
              .getJob(GetJobRequest.newBuilder().setJobId(id).build())
              .getJob()
              .getError());
    }
  }

  private static ServiceException inside() {
    return ServiceException.of(Code.UNAVAILABLE, "UNAVAILABLE", "vae: 10.1.2.3:7400: refused")
        .withMetadata(PeerErrors.STAGE, "vae");
  }
}
