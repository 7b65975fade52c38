package io.latentmesh.vae;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.model.ForwardMetrics;
import io.latentmesh.serving.model.ModelShelf;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DecodeRequest;
import io.latentmesh.v1.DecodeResponse;
import io.latentmesh.v1.LatentDistribution;
import io.latentmesh.v1.Tensor;
import io.latentmesh.v1.VaeServiceEncodeRequest;
import io.latentmesh.v1.VaeServiceEncodeResponse;
import io.latentmesh.v1.VaeServiceGetModelRequest;
import io.latentmesh.v1.VaeServiceGetModelResponse;
import io.latentmesh.v1.VaeServiceGrpc;
import java.util.List;

/** The autoencoder on the wire. Its handlers block, so they need virtual threads. */
final class VaeService extends VaeServiceGrpc.VaeServiceImplBase {
  private final ModelShelf<LoadedAutoencoder> models;
  private final VaeRequests requests;
  private final VaeMetrics metrics;

  VaeService(ModelShelf<LoadedAutoencoder> models, VaeSettings.Limits limits, VaeMetrics metrics) {
    this.models = models;
    this.requests = new VaeRequests(limits);
    this.metrics = metrics;
  }

  @Override
  public void decode(DecodeRequest request, StreamObserver<DecodeResponse> responses) {
    try (var lease = models.borrow(request.getModel(), "model")) {
      decode(request, lease.model(), responses);
    }
  }

  private void decode(
      DecodeRequest request, LoadedAutoencoder model, StreamObserver<DecodeResponse> responses) {
    List<Planes> latents = requests.latents(request.getLatentsList(), model.description());
    List<Planes> images = model.forwards().decode(latents);
    DecodeResponse.Builder response = DecodeResponse.newBuilder();
    for (int i = 0; i < images.size(); i++) {
      refuseUnless(images.get(i).isFinite(), "image of latents[" + i + "]", metrics.decode());
      response.addImages(rgb(images.get(i)));
    }
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void encode(
      VaeServiceEncodeRequest request, StreamObserver<VaeServiceEncodeResponse> responses) {
    try (var lease = models.borrow(request.getModel(), "model")) {
      encode(request, lease.model(), responses);
    }
  }

  private void encode(
      VaeServiceEncodeRequest request,
      LoadedAutoencoder model,
      StreamObserver<VaeServiceEncodeResponse> responses) {
    List<Planes> images = requests.images(request.getImagesList(), model.description());
    List<LatentMoments> moments = model.forwards().encode(images);
    VaeServiceEncodeResponse.Builder response = VaeServiceEncodeResponse.newBuilder();
    for (int i = 0; i < moments.size(); i++) {
      refuseUnless(moments.get(i).isFinite(), "moments of images[" + i + "]", metrics.encode());
      response.addDistributions(
          LatentDistribution.newBuilder()
              .setMean(tensor(moments.get(i).mean()))
              .setLogvar(tensor(moments.get(i).logVariance())));
    }
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void getModel(
      VaeServiceGetModelRequest request, StreamObserver<VaeServiceGetModelResponse> responses) {
    responses.onNext(
        models.look(request.getModel(), "model").description().toBuilder()
            .addAllModels(models.names())
            .addAllLoadedModels(models.loadedNames())
            .build());
    responses.onCompleted();
  }

  /** An error rather than the black picture that NaN would become. */
  private static void refuseUnless(boolean finite, String what, ForwardMetrics metrics) {
    if (!finite) {
      metrics.nonFinite();
      throw ServiceException.of(
          Status.Code.INTERNAL, "NON_FINITE_OUTPUT", "The network's " + what + " is not finite");
    }
  }

  private static Tensor rgb(Planes image) {
    Planes.Size size = image.size();
    return TensorCodec.ofBytes(
        Pixels.rgb(image), List.of((long) size.height(), (long) size.width(), 3L));
  }

  private static Tensor tensor(Planes latent) {
    Planes.Size size = latent.size();
    return TensorCodec.ofFloats(
        latent.values(),
        List.of((long) size.channels(), (long) size.height(), (long) size.width()));
  }
}
