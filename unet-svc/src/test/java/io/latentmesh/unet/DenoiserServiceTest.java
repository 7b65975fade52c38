package io.latentmesh.unet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.unet.engine.Claim;
import io.latentmesh.unet.engine.Evaluation;
import io.latentmesh.unet.engine.FakeDenoiser;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.Urgency;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiseResponse.MessageCase;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Priority;
import io.latentmesh.v1.Tensor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DenoiserServiceTest {
  private final InProcessDenoiser denoiser = new InProcessDenoiser();
  private final RecordedResponses responses = new RecordedResponses();

  @AfterEach
  void close() {
    denoiser.close();
  }

  @Test
  void denoise_opened_saysSoAndWaits() {
    denoiser.open(responses);

    assertThat(responses.kinds()).containsExactly(MessageCase.OPENED);
    assertThat(responses.isOpen()).isTrue();
    assertThat(denoiser.service.activeStreams()).isEqualTo(1);
  }

  @Test
  void denoise_evaluate_answersOnePredictionPerConditioning() {
    denoiser.clock.set(1_000);
    denoiser.open(responses).onNext(Messages.of(Messages.evaluate(7, 981)));
    denoiser.clock.set(3_000);

    denoiser.engine.step();

    Evaluated answer = responses.evaluated().getFirst();
    assertThat(answer.getEvaluation()).isEqualTo(7);
    assertThat(answer.getRowsInBatch()).isEqualTo(2);
    assertThat(answer.getQueueTime()).isEqualTo(Duration.newBuilder().setNanos(2_000).build());
    assertThat(answer.getPredictionsList())
        .hasSize(2)
        .allSatisfy(prediction -> {
          assertThat(prediction.getShapeList()).containsExactly(4L, 2L, 3L);
          assertThat(TensorCodec.floats(prediction, "prediction")).containsOnly(981);
        });
  }

  @Test
  void denoise_opened_namesTheReplica() {
    denoiser.open(responses);

    assertThat(responses.messages().getFirst().getOpened().getReplica()).isEqualTo("replica-1");
  }

  @Test
  void denoise_predictionsWantedAsHalves_comeAsHalves() {
    denoiser
        .open(responses, Messages.open().setPredictionType(DataType.DATA_TYPE_F16))
        .onNext(Messages.of(Messages.evaluate(1, 981)));

    denoiser.engine.step();

    Tensor prediction = responses.evaluated().getFirst().getPredictions(0);
    assertThat(prediction.getDataType()).isEqualTo(DataType.DATA_TYPE_F16);
    assertThat(TensorCodec.floats(prediction, "prediction")).containsOnly(981);
  }

  @Test
  void denoise_predictionDoesNotFitHalves_saysWhichAndWhere() {
    denoiser
        .open(responses, Messages.open().setPredictionType(DataType.DATA_TYPE_F16))
        .onNext(Messages.of(Messages.evaluate(1, 70_000)));

    denoiser.engine.step();

    assertThat(responses.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(responses.description())
        .startsWith("evaluated.predictions: F16 cannot hold 70000.0 at 0");
  }

  @Test
  void denoise_latentComesAsHalves_isRead() {
    Evaluate.Builder evaluate = Messages.evaluate(1, 5);
    float[] values = new float[24];
    values[7] = 1.5f;
    evaluate.setLatent(
        TensorCodec.ofFloats(values, List.of(4L, 2L, 3L), DataType.DATA_TYPE_F16, "latent"));
    denoiser.open(responses).onNext(Messages.of(evaluate));

    denoiser.engine.step();

    Row row = denoiser.model.forwards().getFirst().getFirst();
    assertThat(row.latent().values()).containsExactly(values);
  }

  @Test
  void denoise_claimIsGiven_reachesTheRows() {
    denoiser
        .open(
            responses,
            Messages.open()
                .setTenant("studio")
                .setTenantWeight(2.5)
                .setPriority(Priority.PRIORITY_BATCH)
                .setEvaluations(20))
        .onNext(Messages.of(Messages.evaluate(1, 5)));

    denoiser.engine.step();

    Claim claim = denoiser.model.forwards().getFirst().getFirst().claim();
    assertThat(claim.tenant()).isEqualTo("studio");
    assertThat(claim.weight()).isEqualTo(2.5);
    assertThat(claim.priority()).isEqualTo(Urgency.BATCH);
    assertThat(claim.evaluations()).isEqualTo(20);
  }

  @Test
  void denoise_nothingIsSaidAboutTheClaim_isInteractiveAndOfWeightOne() {
    denoiser.open(responses).onNext(Messages.of(Messages.evaluate(1, 5)));

    denoiser.engine.step();

    Row row = denoiser.model.forwards().getFirst().getFirst();
    assertThat(row.claim().priority()).isEqualTo(Urgency.INTERACTIVE);
    assertThat(row.claim().weight()).isEqualTo(1);
    assertThat(row.deadlineNanos()).isEqualTo(Evaluation.NO_DEADLINE);
  }

  @Test
  void denoise_callHasADeadline_isTheRowsDeadlineOnTheEnginesClock() {
    denoiser.clock.set(5_000);
    var requests = denoiser.stub().withDeadlineAfter(1, TimeUnit.HOURS).denoise(responses);
    requests.onNext(Messages.of(Messages.open()));
    requests.onNext(Messages.of(Messages.evaluate(1, 5)));

    denoiser.engine.step();

    long hour = TimeUnit.HOURS.toNanos(1);
    assertThat(denoiser.model.forwards().getFirst().getFirst().deadlineNanos())
        .isBetween(hour - TimeUnit.MINUTES.toNanos(10), hour + 5_000);
  }

  @Test
  void denoise_deadlinePassesWhileItWaits_isDeadlineExceeded() {
    var requests = denoiser.stub().withDeadlineAfter(1, TimeUnit.HOURS).denoise(responses);
    requests.onNext(Messages.of(Messages.open()));
    requests.onNext(Messages.of(Messages.evaluate(1, 5)));
    denoiser.clock.set(TimeUnit.HOURS.toNanos(2));

    denoiser.engine.step();

    assertThat(responses.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(denoiser.model.forwards()).isEmpty();
  }

  @Test
  void denoise_deviceIsBroken_isUnavailable() {
    denoiser.model.answerWith(_ -> {
      throw new IllegalStateException("unspecified launch failure");
    });
    for (int i = 0; i < 2; i++) {
      denoiser.open(new RecordedResponses()).onNext(Messages.of(Messages.evaluate(1, 5)));
      denoiser.engine.step();
    }
    denoiser.open(responses).onNext(Messages.of(Messages.evaluate(1, 5)));

    denoiser.engine.step();

    assertThat(responses.code()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void denoise_moreRowsWaitThanRun_saysHowMany() {
    denoiser.open(responses).onNext(Messages.of(Messages.evaluate(1, 1)));
    for (int i = 0; i < 4; i++) {
      denoiser.open(new RecordedResponses()).onNext(Messages.of(Messages.evaluate(1, 1)));
    }

    denoiser.engine.step();

    assertThat(responses.evaluated().getFirst().getRowsInBatch()).isEqualTo(8);
    assertThat(responses.evaluated().getFirst().getRowsWaiting()).isEqualTo(2);
  }

  @Test
  void denoise_twoStreams_shareOneForward() {
    RecordedResponses others = new RecordedResponses();
    denoiser.open(responses).onNext(Messages.of(Messages.evaluate(1, 981)));
    denoiser.open(others).onNext(Messages.of(Messages.evaluate(1, 11.5f)));

    denoiser.engine.step();

    assertThat(denoiser.model.sizes()).containsExactly(4);
    assertThat(others.evaluated().getFirst().getRowsInBatch()).isEqualTo(4);
    assertThat(TensorCodec.floats(others.evaluated().getFirst().getPredictions(0), "prediction"))
        .containsOnly(11.5f);
  }

  @Test
  void denoise_severalEvaluations_areAnsweredInOrder() {
    StreamObserver<DenoiseRequest> requests = denoiser.open(responses);
    for (int i = 0; i < 4; i++) {
      requests.onNext(Messages.of(Messages.evaluate(i, i)));
    }

    while (denoiser.engine.step() > 0) {}

    assertThat(responses.evaluated())
        .extracting(Evaluated::getEvaluation)
        .containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void denoise_halfClosed_answersWhatIsUnderwayAndEnds() {
    StreamObserver<DenoiseRequest> requests = denoiser.open(responses);
    requests.onNext(Messages.of(Messages.evaluate(1, 5)));
    requests.onCompleted();
    assertThat(responses.isOpen()).isTrue();

    denoiser.engine.step();

    assertThat(responses.evaluated()).hasSize(1);
    assertThat(responses.code()).isEqualTo(Status.Code.OK);
    assertThat(denoiser.service.activeStreams()).isZero();
  }

  @Test
  void denoise_cancelled_dropsItsRowsBeforeTheNextForward() {
    RecordedResponses others = new RecordedResponses();
    StreamObserver<DenoiseRequest> requests = denoiser.open(responses);
    requests.onNext(Messages.of(Messages.evaluate(1, 5)));
    denoiser.open(others).onNext(Messages.of(Messages.evaluate(1, 6)));

    requests.onError(Status.CANCELLED.asRuntimeException());
    denoiser.engine.step();

    assertThat(denoiser.model.sizes()).containsExactly(2);
    assertThat(others.evaluated()).hasSize(1);
    assertThat(denoiser.service.activeStreams()).isEqualTo(1);
  }

  @Test
  void denoise_forwardFails_endsItsStreamsAndTheServiceGoesOn() {
    denoiser.open(responses).onNext(Messages.of(Messages.evaluate(1, 5)));
    denoiser.model.answerWith(_ -> {
      throw new IllegalStateException("CUDA failure 700");
    });
    denoiser.engine.step();
    denoiser.model.recover();

    RecordedResponses next = new RecordedResponses();
    denoiser.open(next).onNext(Messages.of(Messages.evaluate(1, 6)));
    denoiser.engine.step();

    assertThat(responses.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(responses.description()).doesNotContain("CUDA").contains("correlation id");
    assertThat(next.evaluated()).hasSize(1);
  }

  @Test
  void denoise_oneRowIsNotFinite_endsThatStreamOnly() {
    RecordedResponses others = new RecordedResponses();
    denoiser.open(responses).onNext(Messages.of(Messages.evaluate(1, Float.MAX_VALUE)));
    denoiser.open(others).onNext(Messages.of(Messages.evaluate(1, 6)));
    denoiser.model.answerWith(rows -> {
      List<float[]> answers = FakeDenoiser.timesteps(rows);
      answers.get(1)[3] = Float.NaN;
      return answers;
    });

    denoiser.engine.step();

    assertThat(responses.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(responses.description()).contains("the network's output is not finite");
    assertThat(others.evaluated()).hasSize(1);
    assertThat(others.isOpen()).isTrue();
  }

  @Test
  void denoise_engineCloses_isUnavailable() {
    denoiser.open(responses).onNext(Messages.of(Messages.evaluate(1, 5)));

    denoiser.engine.close();

    assertThat(responses.code()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void denoise_tooManyUnanswered_isResourceExhausted() {
    StreamObserver<DenoiseRequest> requests = denoiser.open(responses);
    for (int i = 0; i < 5; i++) {
      requests.onNext(Messages.of(Messages.evaluate(i, i)));
    }

    assertThat(responses.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(responses.description())
        .isEqualTo("At most 4 evaluations of a stream may be unanswered or unread");
    assertThat(denoiser.engine.step()).isZero();
  }

  @Test
  void denoise_clientDoesNotRead_cannotPileUpAnswers() {
    StreamObserver<DenoiseRequest> requests = denoiser.stub().denoise(new NotReading(responses));
    requests.onNext(Messages.of(Messages.open()));
    for (int i = 0; i < 5; i++) {
      requests.onNext(Messages.of(Messages.evaluate(i, i)));
      denoiser.engine.step();
    }

    assertThat(denoiser.model.forwards()).hasSize(4);
    assertThat(denoiser.service.activeStreams()).isZero();
  }

  @Test
  void drain_streamIsOpen_isToldAndGoesOn() {
    StreamObserver<DenoiseRequest> requests = denoiser.open(responses);

    denoiser.service.drain();
    requests.onNext(Messages.of(Messages.evaluate(1, 5)));
    denoiser.engine.step();

    assertThat(responses.kinds())
        .containsExactly(MessageCase.OPENED, MessageCase.DRAINING, MessageCase.EVALUATED);
    assertThat(responses.isOpen()).isTrue();
  }

  @Test
  void drain_streamComesAfterwards_isToldWhenItOpens() {
    denoiser.service.drain();

    denoiser.open(responses);

    assertThat(responses.kinds()).containsExactly(MessageCase.OPENED, MessageCase.DRAINING);
  }

  /** Takes one message and never asks for another. */
  private static final class NotReading
      implements ClientResponseObserver<DenoiseRequest, DenoiseResponse> {
    private final RecordedResponses responses;

    NotReading(RecordedResponses responses) {
      this.responses = responses;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<DenoiseRequest> requests) {
      requests.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(DenoiseResponse message) {
      responses.onNext(message);
    }

    @Override
    public void onError(Throwable error) {
      responses.onError(error);
    }

    @Override
    public void onCompleted() {
      responses.onCompleted();
    }
  }
}
