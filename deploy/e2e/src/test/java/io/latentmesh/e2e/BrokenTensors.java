package io.latentmesh.e2e;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.DecodeRequest;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.Open;
import io.latentmesh.v1.Tensor;
import io.latentmesh.v1.VaeServiceGrpc;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends tensors whose bytes do not fill their shape straight to the stages, as a faulty peer would.
 */
final class BrokenTensors {
  private static final int PATIENCE_SECONDS = 60;

  private BrokenTensors() {}

  /** How the denoiser ends a stream that opens with a conditioning of seven bytes. */
  static StatusRuntimeException openDenoiser(Channel channel) {
    var end = new CompletableFuture<Throwable>();
    StreamObserver<DenoiseRequest> requests =
        DenoiserServiceGrpc.newStub(channel).denoise(new EndOfStream(end));
    requests.onNext(
        DenoiseRequest.newBuilder()
            .setOpen(
                Open.newBuilder()
                    .addAllLatentShape(List.of(4L, 16L, 16L))
                    .addConditionings(
                        DenoiserConditioning.newBuilder().setHiddenStates(sevenBytes(77, 192))))
            .build());
    return (StatusRuntimeException) end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Asks the autoencoder to decode a latent of seven bytes. */
  static void decode(Channel channel) {
    VaeServiceGrpc.newBlockingStub(channel)
        .decode(DecodeRequest.newBuilder().addLatents(sevenBytes(4, 16, 16)).build());
  }

  private static Tensor sevenBytes(long... shape) {
    Tensor.Builder tensor =
        Tensor.newBuilder()
            .setDataType(DataType.DATA_TYPE_F32)
            .setData(ByteString.copyFrom(new byte[7]));
    for (long extent : shape) {
      tensor.addShape(extent);
    }
    return tensor.build();
  }

  private record EndOfStream(CompletableFuture<Throwable> end)
      implements StreamObserver<DenoiseResponse> {
    @Override
    public void onNext(DenoiseResponse response) {}

    @Override
    public void onError(Throwable failure) {
      end.complete(failure);
    }

    @Override
    public void onCompleted() {
      end.complete(new AssertionError("the stream was accepted"));
    }
  }
}
