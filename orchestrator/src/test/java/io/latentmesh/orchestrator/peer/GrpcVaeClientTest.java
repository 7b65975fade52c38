package io.latentmesh.orchestrator.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import io.latentmesh.orchestrator.failover.FailoverLimits;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DecodeRequest;
import io.latentmesh.v1.DecodeResponse;
import io.latentmesh.v1.VaeServiceGetModelRequest;
import io.latentmesh.v1.VaeServiceGetModelResponse;
import io.latentmesh.v1.VaeServiceGrpc.VaeServiceImplBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcVaeClientTest {
  private static final Latent LATENT = Latent.of(new LatentShape(1, 1, 2), new float[] {1, 2});
  private static final FailoverLimits LIMITS =
      new FailoverLimits(4, Duration.ofSeconds(20), 8, Duration.ofMillis(50));

  private final BlockingQueue<DecodeRequest> received = new LinkedBlockingQueue<>();
  private volatile BiConsumer<DecodeRequest, StreamObserver<DecodeResponse>> answer =
      (request, responses) -> respond(responses, pixels(1, 2));
  private final InProcessTier tier =
      InProcessTier.of(new Decoder().bindService(), new Decoder().bindService());
  private final GrpcVaeClient client =
      new GrpcVaeClient(tier.channel(), tier.failover(LIMITS, "vae"));

  @AfterEach
  void close() throws InterruptedException {
    tier.close();
  }

  @Test
  void decode_givesThePicture() {
    var image = client.decode("fake", LATENT);
    assertThat(image.width()).isEqualTo(2);
    assertThat(image.height()).isEqualTo(1);
    byte[] row = new byte[6];
    image.copyRow(0, row, 0);
    assertThat(row).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(received.remove().getLatents(0).getShapeList()).containsExactly(1L, 1L, 2L);
  }

  @Test
  void replica_thatFails_isReplacedByAnother() {
    answer =
        (request, responses) -> {
          if (received.size() == 1) {
            responses.onError(Status.UNAVAILABLE.asRuntimeException());
          } else {
            respond(responses, pixels(1, 2));
          }
        };
    assertThat(client.decode("fake", LATENT).width()).isEqualTo(2);
    assertThat(received).hasSize(2);
  }

  @Test
  void onlyReplicaLeft_thatRestarts_isWaitedFor() throws InterruptedException {
    tier.awaitReady(0, 1);
    tier.kill(0);
    tier.kill(1);
    tier.awaitReady();
    Thread.ofVirtual().start(() -> tier.restart(0));
    assertThat(client.decode("fake", LATENT).width()).isEqualTo(2);
  }

  @Test
  void requestsOwnFault_isNotTriedAgain() {
    answer =
        (request, responses) ->
            responses.onError(Status.NOT_FOUND.withDescription("no model").asRuntimeException());
    assertThat(failed()).hasMessage("vae: no model");
    assertThat(received).hasSize(1);
  }

  @Test
  void pixels_ofAnotherShape_areMalformed() {
    answer = (request, responses) -> respond(responses, pixels(3, 2));
    assertThat(failed()).hasMessageContaining("vae: malformed answer: 2 x 3 pixels");
    assertThat(failed().code()).isEqualTo(Code.INTERNAL);
  }

  @Test
  void answer_withoutPicture_isMalformed() {
    answer = (request, responses) -> respond(responses, DecodeResponse.getDefaultInstance());
    assertThat(failed()).hasMessageContaining("0 images for 1 latent");
  }

  @Test
  void describe_saysHowLatentsAreScaled() {
    var description = client.describe();
    assertThat(description.scalingFactor()).isEqualTo(0.5);
    assertThat(description.scaleFactor()).isEqualTo(8);
    assertThat(description.latentChannels()).isEqualTo(4);
  }

  private ServiceException failed() {
    return catchThrowableOfType(ServiceException.class, () -> client.decode("fake", LATENT));
  }

  private static void respond(StreamObserver<DecodeResponse> responses, DecodeResponse response) {
    responses.onNext(response);
    responses.onCompleted();
  }

  private static DecodeResponse pixels(int height, int width) {
    byte[] bytes = new byte[height * width * 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return DecodeResponse.newBuilder()
        .addImages(TensorCodec.ofBytes(bytes, List.of((long) height, (long) width, 3L)))
        .build();
  }

  private final class Decoder extends VaeServiceImplBase {
    @Override
    public void decode(DecodeRequest request, StreamObserver<DecodeResponse> responses) {
      received.add(request);
      answer.accept(request, responses);
    }

    @Override
    public void getModel(
        VaeServiceGetModelRequest request, StreamObserver<VaeServiceGetModelResponse> responses) {
      responses.onNext(
          VaeServiceGetModelResponse.newBuilder()
              .setLatentChannels(4)
              .setScaleFactor(8)
              .setScalingFactor(0.5)
              .build());
      responses.onCompleted();
    }
  }
}
