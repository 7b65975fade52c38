package io.latentmesh.orchestrator.faults;

import io.grpc.stub.StreamObserver;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.FakeVae;
import io.latentmesh.orchestrator.stage.RgbImage;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DecodeRequest;
import io.latentmesh.v1.DecodeResponse;
import io.latentmesh.v1.Tensor;
import io.latentmesh.v1.VaeServiceGetModelRequest;
import io.latentmesh.v1.VaeServiceGetModelResponse;
import io.latentmesh.v1.VaeServiceGrpc.VaeServiceImplBase;
import java.util.List;

/** {@link FakeVae} as a service. */
final class StubVaeService extends VaeServiceImplBase {
  @Override
  public void decode(DecodeRequest request, StreamObserver<DecodeResponse> responses) {
    RgbImage image = new FakeVae().decode(request.getModel(), latent(request.getLatents(0)));
    byte[] pixels = new byte[3 * image.width() * image.height()];
    for (int y = 0; y < image.height(); y++) {
      image.copyRow(y, pixels, 3 * y * image.width());
    }
    responses.onNext(
        DecodeResponse.newBuilder()
            .addImages(
                TensorCodec.ofBytes(
                    pixels, List.of((long) image.height(), (long) image.width(), 3L)))
            .build());
    responses.onCompleted();
  }

  @Override
  public void getModel(
      VaeServiceGetModelRequest request, StreamObserver<VaeServiceGetModelResponse> responses) {
    var model = new FakeVae().describe();
    responses.onNext(
        VaeServiceGetModelResponse.newBuilder()
            .setIdentity(StubIdentity.message(model.identity()))
            .setLatentChannels(model.latentChannels())
            .setScaleFactor(model.scaleFactor())
            .setScalingFactor(model.scalingFactor())
            .setShiftFactor(model.shiftFactor())
            .build());
    responses.onCompleted();
  }

  private static Latent latent(Tensor tensor) {
    return Latent.of(
        new LatentShape(
            Math.toIntExact(tensor.getShape(0)),
            Math.toIntExact(tensor.getShape(1)),
            Math.toIntExact(tensor.getShape(2))),
        TensorCodec.floats(tensor, "latents[0]"));
  }
}
