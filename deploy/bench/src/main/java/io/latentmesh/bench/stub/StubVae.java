package io.latentmesh.bench.stub;

import io.grpc.stub.StreamObserver;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DecodeRequest;
import io.latentmesh.v1.DecodeResponse;
import io.latentmesh.v1.Tensor;
import io.latentmesh.v1.VaeServiceGetModelRequest;
import io.latentmesh.v1.VaeServiceGetModelResponse;
import io.latentmesh.v1.VaeServiceGrpc;
import java.util.List;

/** Answers at once: the first three channels as colours, each latent pixel as a square. */
final class StubVae extends VaeServiceGrpc.VaeServiceImplBase {
  private static final int COLOURS = 3;
  private static final float GREY = 128;
  private static final float CONTRAST = 30;

  private final StubModel model;

  StubVae(StubModel model) {
    this.model = model;
  }

  @Override
  public void decode(DecodeRequest request, StreamObserver<DecodeResponse> responses) {
    var response = DecodeResponse.newBuilder();
    request.getLatentsList().forEach(latent -> response.addImages(pixels(latent)));
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void getModel(
      VaeServiceGetModelRequest request, StreamObserver<VaeServiceGetModelResponse> responses) {
    responses.onNext(model.autoencoder());
    responses.onCompleted();
  }

  private Tensor pixels(Tensor latent) {
    float[] values = TensorCodec.floats(latent, "latent");
    int latentHeight = Math.toIntExact(latent.getShape(1));
    int latentWidth = Math.toIntExact(latent.getShape(2));
    int height = latentHeight * model.scaleFactor();
    int width = latentWidth * model.scaleFactor();
    byte[] pixels = new byte[height * width * COLOURS];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / COLOURS / width / model.scaleFactor();
      int column = i / COLOURS % width / model.scaleFactor();
      float value = values[(i % COLOURS * latentHeight + row) * latentWidth + column];
      pixels[i] = (byte) Math.clamp(Math.round(GREY + CONTRAST * value), 0, 255);
    }
    return TensorCodec.ofBytes(pixels, List.of((long) height, (long) width, (long) COLOURS));
  }
}
