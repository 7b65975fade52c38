package io.latentmesh.orchestrator.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.stub.StreamObserver;
import io.latentmesh.orchestrator.failover.FailoverLimits;
import io.latentmesh.orchestrator.stage.VaeDescription;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.PreviewMap;
import io.latentmesh.v1.VaeServiceGetModelRequest;
import io.latentmesh.v1.VaeServiceGetModelResponse;
import io.latentmesh.v1.VaeServiceGrpc;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcVaeDescriptionTest {
  private final VaeServiceGetModelResponse.Builder answer =
      VaeServiceGetModelResponse.newBuilder().setLatentChannels(1).setScaleFactor(8);
  private final InProcessTier tier = InProcessTier.of(new DescribedVae().bindService());
  private final GrpcVaeClient client =
      new GrpcVaeClient(
          tier.channel(),
          tier.failover(
              new FailoverLimits(4, Duration.ofSeconds(20), 8, Duration.ofMillis(50)), "vae"));

  @AfterEach
  void close() throws InterruptedException {
    tier.close();
  }

  @Test
  void model_thatSaysNothingMore_hasNoMapAndNoTime() {
    VaeDescription description = client.describe();
    assertThat(description.previewMap()).isEmpty();
    assertThat(description.decodeNanosPerPixel()).isEmpty();
  }

  @Test
  void model_withMapAndTime_isDescribedWithThem() {
    answer
        .setPreviewMap(
            PreviewMap.newBuilder()
                .addAllFactors(List.of(1f, 2f, 3f))
                .addAllBias(List.of(4f, 5f, 6f)))
        .setDecodeSecondsPerPixel(2e-6);
    VaeDescription description = client.describe();
    assertThat(description.previewMap().orElseThrow().factors()).containsExactly(1f, 2f, 3f);
    assertThat(description.previewMap().orElseThrow().bias()).containsExactly(4f, 5f, 6f);
    assertThat(description.decodeNanosPerPixel().orElseThrow()).isEqualTo(2000);
  }

  @Test
  void model_withAMapOfOtherChannels_isTheStagesFault() {
    answer.setPreviewMap(
        PreviewMap.newBuilder().addAllFactors(List.of(1f, 2f)).addAllBias(List.of(4f, 5f, 6f)));
    assertThatThrownBy(client::describe)
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("preview_map must have 3 factors and 3 biases, has 2 and 3");
  }

  private final class DescribedVae extends VaeServiceGrpc.VaeServiceImplBase {
    @Override
    public void getModel(
        VaeServiceGetModelRequest request, StreamObserver<VaeServiceGetModelResponse> responses) {
      responses.onNext(answer.build());
      responses.onCompleted();
    }
  }
}
