package io.latentmesh.unet;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.latentmesh.unet.engine.FakeDenoiser;
import io.latentmesh.v1.BatchCurve;
import io.latentmesh.v1.BatchTime;
import io.latentmesh.v1.DenoiserServiceGetModelRequest;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.Evaluated;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole process around a network that does as it is told. */
@Timeout(120)
class StubTierIT {
  private final FakeDenoiser network = new FakeDenoiser();
  private final StubTier tier =
      new StubTier(
          network,
          Map.of(
              "latentmesh.replica", "unet-7",
              "latentmesh.batching.max-rows", "4",
              "latentmesh.batching.stuck-after", "100ms",
              "latentmesh.batching.self-test-interval", "50ms"));

  @AfterEach
  void close() {
    tier.close();
  }

  @Test
  void getModel_hostedModel_tellsItsBatchCurve() {
    DenoiserServiceGetModelResponse model =
        DenoiserServiceGrpc.newBlockingStub(tier.channel)
            .getModel(DenoiserServiceGetModelRequest.getDefaultInstance());

    assertThat(model.getIdentity().getName()).isEqualTo("demo");
    BatchCurve curve = model.getBatchCurves(0);
    assertThat(curve.getLatentShapeList()).containsExactly(4L, 3L, 3L);
    assertThat(curve.getConditioningLength()).isEqualTo(3);
    assertThat(curve.getTimesList()).extracting(BatchTime::getRows).containsExactly(1, 2, 4);
    assertThat(curve.getRowBudget()).isBetween(1, 4);
  }

  @Test
  void denoise_hostedModel_answersOverTheNetwork() throws InterruptedException {
    DenoiseClient client = new DenoiseClient(tier.stub());
    client.send(Messages.of(Messages.open()));
    assertThat(client.next().getOpened().getReplica()).isEqualTo("unet-7");

    client.send(Messages.of(Messages.evaluate(7, 981)));
    Evaluated answer = client.next().getEvaluated();

    assertThat(answer.getEvaluation()).isEqualTo(7);
    assertThat(answer.getPredictionsCount()).isEqualTo(2);
  }

  @Test
  void metrics_afterWarmUp_showBatchTimesAndIdleTime() throws IOException, InterruptedException {
    assertThat(tier.metricsPage())
        .contains("latentmesh_batch_time_seconds{application=\"unet-svc\",rows=\"1\",size=\"3x3\"}")
        .contains("latentmesh_batch_time_seconds{application=\"unet-svc\",rows=\"4\",size=\"3x3\"}")
        .contains("latentmesh_row_budget{application=\"unet-svc\",size=\"3x3\"}")
        .contains("latentmesh_rows_rerun_total{application=\"unet-svc\"} 0.0")
        .contains("latentmesh_rows_late_total{application=\"unet-svc\"} 0.0");
    for (String reason : new String[] {"broken", "no_streams", "planning", "waiting_for_rows"}) {
      assertThat(tier.metric(idle(reason))).isNotNegative();
    }
  }

  @Test
  void health_forwardsFailTwice_isNotServingUntilASelfTestSucceeds() throws InterruptedException {
    Iterator<ServingStatus> health = watchHealth();
    assertThat(health.next()).isEqualTo(ServingStatus.SERVING);
    CountDownLatch repaired = new CountDownLatch(1);
    network.answerWith(rows -> {
      if (repaired.getCount() > 0) {
        throw new IllegalStateException("unspecified launch failure");
      }
      return FakeDenoiser.timesteps(rows);
    });
    for (int i = 0; i < 2; i++) {
      DenoiseClient client = tier.open();
      client.send(Messages.of(Messages.evaluate(1, 5)));
      assertThat(client.end()).isInstanceOf(StatusRuntimeException.class);
    }

    assertThat(health.next()).isEqualTo(ServingStatus.NOT_SERVING);
    repaired.countDown();
    assertThat(health.next()).isEqualTo(ServingStatus.SERVING);
    DenoiseClient client = tier.open();
    client.send(Messages.of(Messages.evaluate(1, 5)));
    assertThat(client.next().hasEvaluated()).isTrue();
  }

  @Test
  void liveness_forwardThatDoesNotComeBack_isNotServingUntilItDoes() throws InterruptedException {
    Iterator<ServingStatus> liveness = watchHealth("liveness");
    assertThat(liveness.next()).isEqualTo(ServingStatus.SERVING);
    CountDownLatch back = new CountDownLatch(1);
    network.answerWith(rows -> {
      awaitUninterruptibly(back);
      return FakeDenoiser.timesteps(rows);
    });
    DenoiseClient client = tier.open();
    client.send(Messages.of(Messages.evaluate(1, 5)));

    assertThat(liveness.next()).isEqualTo(ServingStatus.NOT_SERVING);
    back.countDown();
    assertThat(liveness.next()).isEqualTo(ServingStatus.SERVING);
    assertThat(client.next().hasEvaluated()).isTrue();
  }

  private Iterator<ServingStatus> watchHealth() {
    return watchHealth("");
  }

  private Iterator<ServingStatus> watchHealth(String service) {
    var statuses =
        HealthGrpc.newBlockingStub(tier.channel)
            .watch(HealthCheckRequest.newBuilder().setService(service).build());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return statuses.hasNext();
      }

      @Override
      public ServingStatus next() {
        return statuses.next().getStatus();
      }
    };
  }

  private static String idle(String reason) {
    return "latentmesh_engine_idle_seconds_total{application=\"unet-svc\",reason=\"" + reason;
  }
}
