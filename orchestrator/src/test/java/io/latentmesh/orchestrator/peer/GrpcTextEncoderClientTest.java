package io.latentmesh.orchestrator.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.latentmesh.orchestrator.failover.FailoverLimits;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.TextEncoder.Input;
import io.latentmesh.serving.Errors;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.Tensor;
import io.latentmesh.v1.TextEncoderServiceGetModelRequest;
import io.latentmesh.v1.TextEncoderServiceGetModelResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc.TextEncoderServiceImplBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcTextEncoderClientTest {
  private static final List<Input> TEXTS = List.of(new Input("a cat", 1), new Input("", 0));
  private static final FailoverLimits LIMITS =
      new FailoverLimits(4, Duration.ofSeconds(20), 8, Duration.ofMillis(50));

  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private volatile BiConsumer<EncodeRequest, StreamObserver<EncodeResponse>> answer =
      (request, responses) -> respond(responses, response(request));
  private final InProcessTier tier =
      InProcessTier.of(new Encoder().bindService(), new Encoder().bindService());
  private final GrpcTextEncoderClient client =
      new GrpcTextEncoderClient(tier.channel(), tier.failover(LIMITS, "text-encoder"));

  @AfterEach
  void close() throws InterruptedException {
    tier.close();
  }

  @Test
  void encode_givesOneConditioningForEachText() {
    List<Conditioning> conditionings = client.encode("fake", TEXTS);
    assertThat(conditionings).hasSize(2);
    assertThat(conditionings.getFirst().hiddenStates()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(conditionings.getFirst().tokenIds()).containsExactly(5, 1);
    assertThat(conditionings.getLast().tokenIds()).containsExactly(0, 0);
    assertThat(conditionings.getFirst().tokenCount()).isEqualTo(7);
  }

  @Test
  void replica_thatFails_isReplacedByAnother() {
    failFirst(Status.UNAVAILABLE, 1);
    assertThat(client.encode("fake", TEXTS)).hasSize(2);
    assertThat(calls).hasValue(2);
  }

  @Test
  void cancelled_thatNobodyAskedFor_isTriedAgain() {
    failFirst(Status.CANCELLED, 1);
    assertThat(client.encode("fake", TEXTS)).hasSize(2);
  }

  @Test
  void replica_thatIsStillLoading_isWaitedFor() {
    answer =
        (request, responses) -> {
          if (calls.get() < 9) {
            Errors.fail(
                responses,
                ServiceException.of(Code.FAILED_PRECONDITION, "MODEL_NOT_READY", "loading"));
          } else {
            respond(responses, response(request));
          }
        };
    assertThat(client.encode("fake", TEXTS)).hasSize(2);
  }

  @Test
  void bothReplicasGone_areWaitedForUntilOneIsBack() throws InterruptedException {
    tier.awaitReady(0, 1);
    tier.kill(0);
    tier.kill(1);
    var encoded = new CompletableFuture<List<Conditioning>>();
    Thread.ofVirtual().start(() -> encoded.complete(client.encode("fake", TEXTS)));
    tier.awaitReady();
    tier.restart(1);
    assertThat(encoded.join()).hasSize(2);
  }

  @Test
  void hungReplica_isLeft() throws InterruptedException {
    tier.awaitReady(0, 1);
    for (int i = 0; i < 12; i++) {
      client.encode("fake", TEXTS);
    }
    int before = calls.get();
    answer =
        (request, responses) -> {
          if (calls.get() > before + 1) {
            respond(responses, response(request));
          }
        };
    assertThat(client.encode("fake", TEXTS)).hasSize(2);
    assertThat(tier.registry().get("latentmesh.failovers").tag("reason", "late").counter().count())
        .isEqualTo(1);
  }

  @Test
  void requestsOwnFault_isNotTriedAgain() {
    failFirst(Status.INVALID_ARGUMENT.withDescription("inputs: too many"), 99);
    assertThat(failed()).hasMessage("text-encoder: inputs: too many");
    assertThat(calls).hasValue(1);
  }

  @Test
  void answer_withTooFewConditionings_isMalformed() {
    answer = (request, responses) -> respond(responses, EncodeResponse.getDefaultInstance());
    assertThat(failed())
        .hasMessageStartingWith("text-encoder: malformed answer: 0 conditionings for 2 texts");
    assertThat(failed().code()).isEqualTo(Code.INTERNAL);
  }

  @Test
  void answer_ofUnlikeLengths_isMalformed() {
    answer =
        (request, responses) ->
            respond(
                responses,
                EncodeResponse.newBuilder()
                    .addConditionings(conditioning("a cat").toBuilder().setTokenIds(ids(1, 2, 3)))
                    .addConditionings(conditioning(""))
                    .build());
    assertThat(failed()).hasMessageContaining("hidden_states.shape");
  }

  @Test
  void interrupt_whileWaiting_cancelsTheCall() throws InterruptedException {
    var waiting = new CountDownLatch(1);
    answer = (request, responses) -> waiting.countDown();
    var outcome = new CompletableFuture<Throwable>();
    Thread thread = Thread.ofVirtual().start(() -> encodeInto(outcome));
    waiting.await();
    thread.interrupt();
    assertThat(outcome.join()).isInstanceOf(CancellationException.class);
    cancelled.await();
  }

  @Test
  void deadlineOfTheCaller_endsTheCall() throws Exception {
    answer = (request, responses) -> {};
    var outcome = new CompletableFuture<Throwable>();
    try (var timer = Executors.newSingleThreadScheduledExecutor();
        var context = Context.current().withDeadlineAfter(50, TimeUnit.MILLISECONDS, timer)) {
      context.run(() -> encodeInto(outcome));
    }
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
  }

  @Test
  void describe_saysWhatTheModelIs() {
    var description = client.describe();
    assertThat(description.contextLength()).isEqualTo(77);
    assertThat(description.hiddenSize()).isEqualTo(3);
    assertThat(description.layers()).isEqualTo(12);
  }

  private void encodeInto(CompletableFuture<Throwable> outcome) {
    try {
      client.encode("fake", TEXTS);
    } catch (RuntimeException e) {
      outcome.complete(e);
    }
  }

  private void failFirst(Status status, int times) {
    answer =
        (request, responses) -> {
          if (calls.get() <= times) {
            responses.onError(status.asRuntimeException());
          } else {
            respond(responses, response(request));
          }
        };
  }

  private ServiceException failed() {
    return catchThrowableOfType(ServiceException.class, () -> client.encode("fake", TEXTS));
  }

  private static void respond(StreamObserver<EncodeResponse> responses, EncodeResponse response) {
    responses.onNext(response);
    responses.onCompleted();
  }

  private static EncodeResponse response(EncodeRequest request) {
    var response = EncodeResponse.newBuilder();
    request
        .getInputsList()
        .forEach(input -> response.addConditionings(conditioning(input.getText())));
    return response.build();
  }

  private static io.latentmesh.v1.Conditioning conditioning(String text) {
    return io.latentmesh.v1.Conditioning.newBuilder()
        .setHiddenStates(TensorCodec.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, List.of(2L, 3L)))
        .setTokenIds(ids(text.length(), text.isEmpty() ? 0 : 1))
        .setTokenCount(7)
        .setTruncated(true)
        .build();
  }

  private static Tensor ids(long... ids) {
    return TensorCodec.ofLongs(ids);
  }

  private final class Encoder extends TextEncoderServiceImplBase {
    @Override
    public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
      ((ServerCallStreamObserver<EncodeResponse>) responses)
          .setOnCancelHandler(cancelled::countDown);
      calls.incrementAndGet();
      answer.accept(request, responses);
    }

    @Override
    public void getModel(
        TextEncoderServiceGetModelRequest request,
        StreamObserver<TextEncoderServiceGetModelResponse> responses) {
      responses.onNext(
          TextEncoderServiceGetModelResponse.newBuilder()
              .setContextLength(77)
              .setHiddenSize(3)
              .setLayers(12)
              .build());
      responses.onCompleted();
    }
  }
}
