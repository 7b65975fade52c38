package io.latentmesh.bench.step;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Open;
import io.latentmesh.v1.Tensor;
import java.util.List;

/** Guided steps of Stable Diffusion 1.5 in fp16 on one stream of {@code DenoiserService}. */
final class StepStream implements RoundTrip {
  private static final List<Long> LATENT = List.of(4L, 64L, 64L);
  private static final int TOKENS = 77;
  private static final int TEXT_WIDTH = 768;
  private static final float TIMESTEP = 981;
  private static final List<Integer> BOTH = List.of(0, 1);

  /** Of a guided step of Stable Diffusion 1.5 in fp16: one latent up, two predictions down. */
  static final Echo.Sizes SIZES = new Echo.Sizes(32 << 10, 64 << 10);

  private final ByteString latent = UnsafeByteOperations.unsafeWrap(new byte[SIZES.up()]);
  private final Answers<DenoiseResponse> answers = new Answers<>(DenoiseResponse.class);
  private final StreamObserver<DenoiseRequest> requests;
  private long evaluation;

  StepStream(ManagedChannel channel) {
    requests = DenoiserServiceGrpc.newStub(channel).denoise(answers);
    requests.onNext(DenoiseRequest.newBuilder().setOpen(open()).build());
    if (!answers.take().hasOpened()) {
      throw new IllegalStateException("the first answer was not Opened");
    }
  }

  @Override
  public void run() {
    evaluation++;
    requests.onNext(
        DenoiseRequest.newBuilder()
            .setEvaluate(
                Evaluate.newBuilder()
                    .setEvaluation(evaluation)
                    .setLatent(tensor(latent, LATENT))
                    .setTimestep(TIMESTEP)
                    .addAllConditionings(BOTH))
            .build());
    check(answers.take().getEvaluated());
  }

  @Override
  public void close() {
    requests.onCompleted();
  }

  private void check(Evaluated evaluated) {
    int bytes =
        evaluated.getPredictionsList().stream().mapToInt(tensor -> tensor.getData().size()).sum();
    if (evaluated.getEvaluation() != evaluation || bytes != SIZES.down()) {
      throw new IllegalStateException(
          "evaluation %d: expected %d bytes in fp16, got evaluation %d with %d"
              .formatted(evaluation, SIZES.down(), evaluated.getEvaluation(), bytes));
    }
  }

  private static Open open() {
    var text =
        DenoiserConditioning.newBuilder()
            .setHiddenStates(
                tensor(
                    UnsafeByteOperations.unsafeWrap(new byte[TOKENS * TEXT_WIDTH * Short.BYTES]),
                    List.of((long) TOKENS, (long) TEXT_WIDTH)));
    return Open.newBuilder()
        .addAllLatentShape(LATENT)
        .addConditionings(text)
        .addConditionings(text)
        .setImageId("bench")
        .setPredictionType(DataType.DATA_TYPE_F16)
        .build();
  }

  private static Tensor tensor(ByteString bytes, List<Long> shape) {
    return Tensor.newBuilder()
        .setDataType(DataType.DATA_TYPE_F16)
        .addAllShape(shape)
        .setData(bytes)
        .build();
  }
}
