package io.latentmesh.orchestrator.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.latentmesh.orchestrator.failover.Failover;
import io.latentmesh.orchestrator.failover.FailoverLimits;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.Claim;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.DenoiserStream;
import io.latentmesh.orchestrator.stage.Priority;
import io.latentmesh.orchestrator.stage.StreamOpening;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.Draining;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MovingDenoiserStreamTest {
  private static final LatentShape SHAPE = new LatentShape(1, 2, 2);
  private static final Latent LATENT = Latent.of(SHAPE, new float[] {1, 2, 3, 4});
  private static final StreamOpening OPENING =
      new StreamOpening(
          "fake",
          SHAPE,
          List.of(new Conditioning(new long[] {1, 2}, new float[6], 0)),
          "job/0",
          new Claim("", 1, Priority.INTERACTIVE, 0));
  private static final FailoverLimits LIMITS =
      new FailoverLimits(8, Duration.ofSeconds(20), 8, Duration.ofMillis(50));

  private final ScriptedDenoiserService one = new ScriptedDenoiserService();
  private final ScriptedDenoiserService other = new ScriptedDenoiserService();
  private final InProcessTier tier = InProcessTier.of(one.bindService(), other.bindService());
  private final Failover failover = tier.failover(LIMITS, "unet");
  private final GrpcDenoiserClient client =
      new GrpcDenoiserClient(
          new GrpcDenoiserPeer(tier.channel(), failover, WireType.F32, evaluation -> {}));

  @AfterEach
  void close() throws InterruptedException {
    tier.close();
  }

  @Test
  void evaluation_whoseReplicaFails_isSentAgainAsItWas() throws InterruptedException {
    tier.awaitReady(0, 1);
    failOnce(Status.UNAVAILABLE);
    try (DenoiserStream stream = client.open(OPENING)) {
      assertThat(predict(stream).toArray()).containsExactly(1, 2, 3, 4);
    }
    assertThat(evaluations(one)).isEqualTo(evaluations(other)).hasSize(1);
    assertThat(moved("lost")).isEqualTo(1);
  }

  @Test
  void evaluation_thatWasSentTwice_isNotOverwrittenByTheNext() throws InterruptedException {
    tier.awaitReady(0, 1);
    failOnce(Status.UNAVAILABLE);
    Latent next = Latent.of(SHAPE, new float[] {5, 6, 7, 8});
    try (DenoiserStream stream = client.open(OPENING)) {
      predict(stream);
      assertThat(stream.predict(next, 7, List.of(0)).getFirst().toArray())
          .containsExactly(5, 6, 7, 8);
    }
    List<DenoiseRequest> sent = new ArrayList<>(evaluations(one));
    sent.addAll(evaluations(other));
    assertThat(sent)
        .extracting(request -> request.getEvaluate().getLatent())
        .containsOnlyOnce(GrpcLatents.tensor(next))
        .filteredOn(GrpcLatents.tensor(LATENT)::equals)
        .hasSize(2);
  }

  @Test
  void replicaFails_theNextOneIsOpenedWithTheSameExtraChannels() throws InterruptedException {
    tier.awaitReady(0, 1);
    failOnce(Status.UNAVAILABLE);
    StreamOpening opening =
        new StreamOpening(
            "fake", SHAPE, OPENING.conditionings(), "job/0", OPENING.claim(), Optional.of(LATENT));
    try (DenoiserStream stream = client.open(opening)) {
      predict(stream);
    }
    assertThat(one.received.take().getOpen().getExtraChannels())
        .isEqualTo(other.received.take().getOpen().getExtraChannels())
        .isEqualTo(GrpcLatents.tensor(LATENT));
  }

  @Test
  void errand_isRunOnce_howeverOftenTheEvaluationIsSent() throws InterruptedException {
    tier.awaitReady(0, 1);
    failOnce(Status.UNAVAILABLE);
    var errands = new AtomicInteger();
    try (DenoiserStream stream = client.open(OPENING)) {
      stream.predict(LATENT, 7, List.of(0), errands::incrementAndGet);
      assertThat(errands).hasValue(1);
      stream.predict(LATENT, 7, List.of(0), errands::incrementAndGet);
    }
    assertThat(errands).hasValue(2);
    assertThat(moved("lost")).isEqualTo(1);
  }

  @Test
  void cancelledByTheReplica_isLost() throws InterruptedException {
    tier.awaitReady(0, 1);
    failOnce(Status.CANCELLED);
    try (DenoiserStream stream = client.open(OPENING)) {
      assertThat(predict(stream).toArray()).containsExactly(1, 2, 3, 4);
    }
    assertThat(moved("lost")).isEqualTo(1);
  }

  @Test
  void hungReplica_isLeftAndItsStreamCancelled() throws InterruptedException {
    tier.awaitReady(0, 1);
    try (DenoiserStream stream = client.open(OPENING)) {
      for (int i = 0; i < 4; i++) {
        predict(stream);
      }
      busier().answer = (evaluate, responses) -> {};
      ScriptedDenoiserService hung = busier();
      assertThat(predict(stream).toArray()).containsExactly(1, 2, 3, 4);
      hung.cancelled.await();
    }
    assertThat(moved("late")).isEqualTo(1);
  }

  @Test
  void drainingReplica_isLeftAtTheNextStep() throws InterruptedException {
    tier.awaitReady(0, 1);
    one.answer =
        other.answer =
            (evaluate, responses) -> {
              responses.onNext(
                  DenoiseResponse.newBuilder().setDraining(Draining.getDefaultInstance()).build());
              responses.onNext(ScriptedDenoiserService.echo(evaluate));
            };
    try (DenoiserStream stream = client.open(OPENING)) {
      predict(stream);
      ScriptedDenoiserService draining = busier();
      predict(stream);
      draining.halfClosed.await();
    }
    assertThat(evaluations(one)).hasSize(1);
    assertThat(evaluations(other)).hasSize(1);
    assertThat(moved("draining")).isEqualTo(1);
  }

  @Test
  void replicaThatJoins_getsItsShareOfTheStreams() throws InterruptedException {
    tier.kill(1);
    tier.awaitReady(0);
    List<DenoiserStream> streams = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      streams.add(client.open(OPENING));
      predict(streams.get(i));
    }
    tier.restart(1);
    tier.awaitReady(0, 1);
    for (int step = 0; step < 8; step++) {
      streams.forEach(MovingDenoiserStreamTest::predict);
    }
    assertThat(moved("rebalanced")).isEqualTo(2);
    assertThat(other.received.stream().filter(DenoiseRequest::hasOpen)).hasSize(2);
    streams.forEach(DenoiserStream::close);
  }

  @Test
  void bytes_ofAllStreams_areCounted() throws InterruptedException {
    tier.awaitReady(0, 1);
    failOnce(Status.UNAVAILABLE);
    try (DenoiserStream stream = client.open(OPENING)) {
      predict(stream);
      long sent =
          one.received.stream().mapToLong(DenoiseRequest::getSerializedSize).sum()
              + other.received.stream().mapToLong(DenoiseRequest::getSerializedSize).sum();
      assertThat(stream.bytes()).isGreaterThan(sent);
    }
  }

  /** Whichever replica is asked first fails, then none. */
  private void failOnce(Status status) {
    var failed = new AtomicBoolean();
    one.answer =
        other.answer =
            (evaluate, responses) -> {
              if (failed.compareAndSet(false, true)) {
                responses.onError(status.withDescription("fault").asRuntimeException());
              } else {
                responses.onNext(ScriptedDenoiserService.echo(evaluate));
              }
            };
  }

  private static Latent predict(DenoiserStream stream) {
    return stream.predict(LATENT, 7, List.of(0)).getFirst();
  }

  /** The replica that has been asked most. */
  private ScriptedDenoiserService busier() {
    return one.received.size() > other.received.size() ? one : other;
  }

  private static List<DenoiseRequest> evaluations(ScriptedDenoiserService service) {
    return service.received.stream().filter(DenoiseRequest::hasEvaluate).toList();
  }

  private double moved(String reason) {
    return tier.registry().get("latentmesh.failovers").tag("reason", reason).counter().count();
  }
}
