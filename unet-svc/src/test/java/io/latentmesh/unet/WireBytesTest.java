package io.latentmesh.unet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.MessageLite;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a guided step of SD 1.5 moves, with all numbers as long as they can get. */
class WireBytesTest {
  private static final int GRPC_PREFIX = 5;
  private static final int HTTP2_FRAME = 16_384;
  private static final int HTTP2_FRAME_HEADER = 9;
  private static final Duration LONG =
      Duration.newBuilder().setSeconds(99).setNanos(999_999_999).build();

  @Test
  void guidedStep_asHalves_movesAtMost98KiB() {
    long bytes = framed(request(DataType.DATA_TYPE_F16)) + framed(response(DataType.DATA_TYPE_F16));

    assertThat(bytes).isBetween(96L * 1024, 98L * 1024);
  }

  @Test
  void guidedStep_asFloats_movesTwiceAsMuch() {
    long bytes = framed(request(DataType.DATA_TYPE_F32)) + framed(response(DataType.DATA_TYPE_F32));

    assertThat(bytes).isBetween(192L * 1024, 194L * 1024);
  }

  private static DenoiseRequest request(DataType type) {
    return DenoiseRequest.newBuilder()
        .setEvaluate(
            Evaluate.newBuilder()
                .setEvaluation(Long.MAX_VALUE)
                .setTimestep(999)
                .setLatent(latent(type))
                .addAllConditionings(List.of(0, 1)))
        .build();
  }

  private static DenoiseResponse response(DataType type) {
    return DenoiseResponse.newBuilder()
        .setEvaluated(
            Evaluated.newBuilder()
                .setEvaluation(Long.MAX_VALUE)
                .addPredictions(latent(type))
                .addPredictions(latent(type))
                .setQueueTime(LONG)
                .setRunTime(LONG)
                .setRowsInBatch(Integer.MAX_VALUE)
                .setRowsWaiting(Integer.MAX_VALUE))
        .build();
  }

  private static Tensor latent(DataType type) {
    return TensorCodec.ofFloats(new float[4 * 64 * 64], List.of(4L, 64L, 64L), type, "latent");
  }

  private static long framed(MessageLite message) {
    int bytes = message.getSerializedSize() + GRPC_PREFIX;
    return bytes + (long) HTTP2_FRAME_HEADER * Math.ceilDiv(bytes, HTTP2_FRAME);
  }
}
