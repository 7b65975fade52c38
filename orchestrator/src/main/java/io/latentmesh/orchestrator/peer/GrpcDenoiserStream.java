package io.latentmesh.orchestrator.peer;

import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.DenoiserStream;
import io.latentmesh.orchestrator.stage.EvaluationListener;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.orchestrator.stage.StreamOpening;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Open;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * One open {@code Denoise} stream.
 *
 * <p>At most one evaluation is under way; the image's thread sends it and waits for its answer,
 * which the transport's thread puts down in {@link GrpcDenoiserAnswers}. The stream's opening is
 * not waited for: the first evaluation follows on its heels and saves a round trip. All fields are
 * confined to the image's thread.
 */
final class GrpcDenoiserStream implements DenoiserStream {
  /** Compression flag and length before each message of gRPC. */
  private static final int FRAME_BYTES = 5;

  private final GrpcEvaluationTimes times;
  private final LatentShape shape;
  private final GrpcDenoiserAnswers answers;
  private final ClientCallStreamObserver<DenoiseRequest> requests;
  private long bytes;
  private long evaluations;
  private boolean ended;

  private GrpcDenoiserStream(
      GrpcEvaluationTimes times,
      LatentShape shape,
      GrpcDenoiserAnswers answers,
      ClientCallStreamObserver<DenoiseRequest> requests) {
    this.times = times;
    this.shape = shape;
    this.answers = answers;
    this.requests = requests;
  }

  static GrpcDenoiserStream open(
      Channel channel, StreamOpening opening, EvaluationListener evaluations) {
    var answers = new GrpcDenoiserAnswers(opening.imageId());
    // Answers are only put down, so they may arrive on the transport's own thread.
    var requests =
        (ClientCallStreamObserver<DenoiseRequest>)
            DenoiserServiceGrpc.newStub(channel).denoise(answers);
    var times = new GrpcEvaluationTimes(opening, evaluations);
    var stream = new GrpcDenoiserStream(times, opening.latentShape(), answers, requests);
    stream.send(DenoiseRequest.newBuilder().setOpen(message(opening)).build());
    return stream;
  }

  @Override
  public List<Latent> predict(Latent input, double timestep, List<Integer> conditionings) {
    return GrpcStage.call(
        Stage.UNET,
        () -> {
          long sent = System.nanoTime();
          send(
              DenoiseRequest.newBuilder()
                  .setEvaluate(message(input, timestep, conditionings))
                  .build());
          Evaluated answer = awaitAnswer();
          times.answered(answer, System.nanoTime() - sent);
          return predictions(answer, conditionings.size());
        });
  }

  @Override
  public long bytes() {
    return bytes + answers.bytes();
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      requests.onCompleted();
    }
  }

  private void send(DenoiseRequest request) {
    if (ended) {
      throw new IllegalStateException("the stream has ended");
    }
    bytes += FRAME_BYTES + request.getSerializedSize();
    requests.onNext(request);
  }

  private Evaluated awaitAnswer() {
    try {
      return switch (answers.take()) {
        case GrpcDenoiserAnswers.Answered answered -> answered.evaluated();
        case GrpcDenoiserAnswers.Failed failed -> {
          ended = true;
          throw failed.asException();
        }
      };
    } catch (InterruptedException e) {
      ended = true;
      requests.cancel("the image is no longer wanted", e);
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting for the denoiser");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private List<Latent> predictions(Evaluated evaluated, int expected) {
    if (evaluated.getEvaluation() != evaluations || evaluated.getPredictionsCount() != expected) {
      throw GrpcStage.malformed(
          Stage.UNET,
          "evaluation %d with %d predictions, expected %d with %d"
              .formatted(
                  evaluated.getEvaluation(),
                  evaluated.getPredictionsCount(),
                  evaluations,
                  expected));
    }
    List<Latent> predictions = new ArrayList<>(expected);
    for (int i = 0; i < expected; i++) {
      predictions.add(
          GrpcLatents.latent(evaluated.getPredictions(i), "predictions[%d]".formatted(i), shape));
    }
    return predictions;
  }

  private Evaluate message(Latent input, double timestep, List<Integer> conditionings) {
    evaluations++;
    return Evaluate.newBuilder()
        .setEvaluation(evaluations)
        .setLatent(GrpcLatents.tensor(input))
        .setTimestep((float) timestep)
        .addAllConditionings(conditionings)
        .build();
  }

  private static Open message(StreamOpening opening) {
    var open =
        Open.newBuilder()
            .setModel(opening.model())
            .addAllLatentShape(GrpcLatents.shape(opening.latentShape()))
            .setImageId(opening.imageId())
            .setTenant(opening.claim().tenant())
            .setTenantWeight(opening.claim().weight())
            .setPriority(GrpcPriorities.message(opening.claim().priority()))
            .setEvaluations(opening.claim().evaluations());
    opening
        .conditionings()
        .forEach(conditioning ->
            open.addConditionings(
                DenoiserConditioning.newBuilder()
                    .setHiddenStates(GrpcLatents.hiddenStates(conditioning))));
    return open.build();
  }
}
