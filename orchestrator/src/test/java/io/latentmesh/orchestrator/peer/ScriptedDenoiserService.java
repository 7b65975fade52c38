package io.latentmesh.orchestrator.peer;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserServiceGrpc.DenoiserServiceImplBase;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Opened;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;

/** A denoiser service that notes what it gets and answers evaluations as a test says. */
final class ScriptedDenoiserService extends DenoiserServiceImplBase {
  final BlockingQueue<DenoiseRequest> received = new LinkedBlockingQueue<>();
  final CountDownLatch halfClosed = new CountDownLatch(1);
  final CountDownLatch cancelled = new CountDownLatch(1);
  volatile BiConsumer<Evaluate, StreamObserver<DenoiseResponse>> answer =
      (evaluate, responses) -> responses.onNext(echo(evaluate));

  /** Predicts the latent itself for every conditioning. */
  static DenoiseResponse echo(Evaluate evaluate) {
    var evaluated = Evaluated.newBuilder().setEvaluation(evaluate.getEvaluation());
    evaluate.getConditioningsList().forEach(c -> evaluated.addPredictions(evaluate.getLatent()));
    return DenoiseResponse.newBuilder().setEvaluated(evaluated).build();
  }

  @Override
  public StreamObserver<DenoiseRequest> denoise(StreamObserver<DenoiseResponse> responses) {
    ((ServerCallStreamObserver<DenoiseResponse>) responses)
        .setOnCancelHandler(cancelled::countDown);
    return new StreamObserver<>() {
      @Override
      public void onNext(DenoiseRequest request) {
        received.add(request);
        if (request.hasOpen()) {
          responses.onNext(
              DenoiseResponse.newBuilder().setOpened(Opened.getDefaultInstance()).build());
          return;
        }
        answer.accept(request.getEvaluate(), responses);
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        halfClosed.countDown();
        responses.onCompleted();
      }
    };
  }
}
