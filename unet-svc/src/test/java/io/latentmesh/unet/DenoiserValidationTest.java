package io.latentmesh.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.model.ModelShelf;
import io.latentmesh.serving.model.ShelfObserver;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.DenoiserServiceGetModelRequest;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Open;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DenoiserValidationTest {
  private final InProcessDenoiser denoiser = new InProcessDenoiser();
  private final RecordedResponses responses = new RecordedResponses();

  @AfterEach
  void close() {
    denoiser.close();
  }

  static Stream<Arguments> badOpens() {
    return Stream.of(
        Arguments.of(
            Messages.open().clearLatentShape(), "open.latent_shape: must be [C, H, W], was []"),
        Arguments.of(Messages.open().setLatentShape(0, 3), "open.latent_shape: C must be 4, was 3"),
        Arguments.of(
            Messages.open().setLatentShape(1, 0),
            "open.latent_shape: H and W must be from 1 to 16, was [4, 0, 3]"),
        Arguments.of(
            Messages.open().setLatentShape(2, 17),
            "open.latent_shape: H and W must be from 1 to 16, was [4, 2, 17]"),
        Arguments.of(
            Messages.open().setLatentShape(1, 16).setLatentShape(2, 16),
            "open.latent_shape: H * W must be at most 64, was [4, 16, 16]"),
        Arguments.of(
            Messages.open().clearConditionings(),
            "open.conditionings: must have from 1 to 16 entries, has 0"),
        Arguments.of(
            Messages.open().setConditionings(1, Messages.conditioning(2, 2)),
            "open.conditionings[1].hidden_states.shape: must be [3, 2] (-1 is any), was [2, 2]"),
        Arguments.of(
            Messages.open().setConditionings(0, Messages.conditioning(9, 2)),
            "open.conditionings[0].hidden_states.shape: T must be from 1 to 8, was 9"),
        Arguments.of(
            Messages.open().setConditionings(0, Messages.conditioning(3, 4)),
            "open.conditionings[0].hidden_states.shape: must be [3, 2] (-1 is any), was [3, 4]"),
        Arguments.of(
            Messages.open().setConditionings(0, infinite()),
            "open.conditionings[0].hidden_states: must be finite, has Infinity at 1"),
        Arguments.of(
            Messages.open().setImageId("x".repeat(129)),
            "open.image_id: must have at most 128 characters, has 129"),
        Arguments.of(
            Messages.open().setTenant("x".repeat(129)),
            "open.tenant: must have at most 128 characters, has 129"),
        Arguments.of(
            Messages.open().setTenantWeight(0),
            "open.tenant_weight: must be above 0 and at most 1000, was 0.0"),
        Arguments.of(
            Messages.open().setTenantWeight(1000.5),
            "open.tenant_weight: must be above 0 and at most 1000, was 1000.5"),
        Arguments.of(
            Messages.open().setTenantWeight(Double.NaN),
            "open.tenant_weight: must be above 0 and at most 1000, was NaN"),
        Arguments.of(
            Messages.open().setPriorityValue(9), "open.priority: must be a known priority, was 9"),
        Arguments.of(
            Messages.open().setEvaluations(-1), "open.evaluations: must be at least 0, was -1"),
        Arguments.of(
            Messages.open().setPredictionType(DataType.DATA_TYPE_U8),
            "open.prediction_type: must be F32 or F16, was 4"));
  }

  @ParameterizedTest
  @MethodSource("badOpens")
  void open_bad_namesFieldBoundAndValue(Open.Builder open, String message) {
    denoiser.stub().denoise(responses).onNext(Messages.of(open));

    assertThat(responses.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(responses.description()).isEqualTo(message);
  }

  @Test
  void open_severalFaults_areReportedAtOnce() {
    Open.Builder open =
        Messages.open().setTenantWeight(-1).setEvaluations(-1).setLatentShape(1, 99);

    denoiser.stub().denoise(responses).onNext(Messages.of(open));

    assertThat(responses.description())
        .contains("open.tenant_weight", "open.evaluations", "open.latent_shape");
  }

  static Stream<Arguments> badEvaluates() {
    return Stream.of(
        Arguments.of(
            Messages.evaluate(1, 5).setLatent(Messages.zeros(4, 3, 2)),
            "evaluate.latent.shape: must be [4, 2, 3] (-1 is any), was [4, 3, 2]"),
        Arguments.of(
            Messages.evaluate(1, 5).clearLatent(),
            "evaluate.latent.shape: must be [4, 2, 3] (-1 is any), was []"),
        Arguments.of(Messages.evaluate(1, Float.NaN), "evaluate.timestep: must be finite, was NaN"),
        Arguments.of(
            Messages.evaluate(1, 5).clearConditionings(),
            "evaluate.conditionings: must have from 1 to 16 entries, has 0"),
        Arguments.of(
            Messages.evaluate(1, 5).setConditionings(1, 2),
            "evaluate.conditionings[1]: must be from 0 to 1, was 2"),
        Arguments.of(
            Messages.evaluate(1, 5).setConditionings(0, -1),
            "evaluate.conditionings[0]: must be from 0 to 1, was -1"));
  }

  @ParameterizedTest
  @MethodSource("badEvaluates")
  void evaluate_bad_namesFieldBoundAndValue(Evaluate.Builder evaluate, String message) {
    denoiser.open(responses).onNext(Messages.of(evaluate));

    assertThat(responses.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(responses.description()).isEqualTo(message);
    assertThat(denoiser.engine.waiting()).isZero();
  }

  @Test
  void evaluate_severalFaults_areReportedAtOnce() {
    denoiser
        .open(responses)
        .onNext(Messages.of(Messages.evaluate(1, Float.NaN).setConditionings(0, 9)));

    assertThat(responses.description()).contains("evaluate.timestep", "evaluate.conditionings[0]");
  }

  @Test
  void denoise_evaluateFirst_isInvalid() {
    denoiser.stub().denoise(responses).onNext(Messages.of(Messages.evaluate(1, 5)));

    assertThat(responses.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(responses.description()).isEqualTo("evaluate: must come after open, came first");
  }

  @Test
  void denoise_openTwice_isInvalid() {
    denoiser.open(responses).onNext(Messages.of(Messages.open()));

    assertThat(responses.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(responses.description()).isEqualTo("open: must come once, came again");
  }

  @Test
  void denoise_emptyMessage_isInvalid() {
    denoiser.open(responses).onNext(DenoiseRequest.getDefaultInstance());

    assertThat(responses.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void denoise_closedWithoutOpen_isInvalid() {
    denoiser.stub().denoise(responses).onCompleted();

    assertThat(responses.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void denoise_afterAnError_ignoresWhatFollows() {
    StreamObserver<DenoiseRequest> requests = denoiser.stub().denoise(responses);
    requests.onNext(Messages.of(Messages.evaluate(1, 5)));
    requests.onNext(Messages.of(Messages.open()));

    assertThat(responses.kinds()).isEmpty();
    assertThat(denoiser.service.activeStreams()).isZero();
  }

  @Test
  void open_unknownModel_isNotFoundAndNamesTheModelHeld() {
    denoiser.stub().denoise(responses).onNext(Messages.of(Messages.open().setModel("sdxl")));

    assertThat(responses.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(responses.description()).contains("demo", "sdxl");
  }

  @Test
  void open_oddLatentSize_isAccepted() {
    denoiser
        .stub()
        .denoise(responses)
        .onNext(Messages.of(Messages.open().setLatentShape(1, 7).setLatentShape(2, 5)));

    assertThat(responses.isOpen()).isTrue();
  }

  @Test
  void getModel_loaded_describesItVerbatim() {
    RecordedAnswers<DenoiserServiceGetModelResponse> answers = new RecordedAnswers<>();

    denoiser.stub().getModel(DenoiserServiceGetModelRequest.getDefaultInstance(), answers);

    assertThat(answers.messages())
        .containsExactly(
            Messages.DESCRIPTION.toBuilder().addModels("demo").addLoadedModels("demo").build());
  }

  @Test
  void getModel_stillLoading_isNotReady() {
    DenoiserService loading =
        new DenoiserService(
            new ModelShelf<>(Long.MAX_VALUE, ShelfObserver.NONE),
            TestLimits.SMALL,
            () -> "",
            () -> 0);

    assertThatThrownBy(() ->
            loading.getModel(
                DenoiserServiceGetModelRequest.getDefaultInstance(), new RecordedAnswers<>()))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
              assertThat(e.reason()).isEqualTo("MODEL_NOT_READY");
            });
  }

  private static DenoiserConditioning infinite() {
    float[] values = {0, Float.POSITIVE_INFINITY, 0, 0, 0, 0};
    return DenoiserConditioning.newBuilder()
        .setHiddenStates(TensorCodec.ofFloats(values, List.of(3L, 2L)))
        .build();
  }
}
