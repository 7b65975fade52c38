package io.latentmesh.serving.balancing;

import static io.latentmesh.serving.balancing.FakeHelper.OPTIONS;
import static io.latentmesh.serving.balancing.FakeHelper.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeastStreamsHealthTest {
  private final FakeHelper channel = new FakeHelper();
  private FakeSubchannel replica = new FakeSubchannel(java.util.List.of());

  @BeforeEach
  void oneConnectedReplica() {
    channel.resolveChecked(1);
    replica = channel.subchannel(1);
    replica.become(ConnectivityState.READY);
  }

  @Test
  void connectedReplica_isReadyOnlyWhenItServes() {
    assertThat(channel.state()).isEqualTo(ConnectivityState.CONNECTING);
    replica.answerCheck(ServingStatus.SERVING);
    assertThat(channel.ready()).containsExactly(address(1));
  }

  @Test
  void replicaThatDoesNotServe_isNotPickedAndSaysSo() {
    replica.answerCheck(ServingStatus.NOT_SERVING);
    assertThat(channel.ready()).isEmpty();
    assertThat(channel.pick(CallOptions.DEFAULT).getStatus().getDescription())
        .contains("127.0.0.1:1", "NOT_SERVING");
  }

  @Test
  void replicaWithoutHealthService_serves() {
    replica.failCheck(Status.UNIMPLEMENTED);
    assertThat(channel.ready()).containsExactly(address(1));
  }

  @Test
  void replica_isAskedAgainEverySecondAndStaysReadyMeanwhile() {
    replica.answerCheck(ServingStatus.SERVING);
    for (int i = 0; i < 3; i++) {
      assertThat(replica.openChecks()).isZero();
      channel.clock().advance(OPTIONS.probeEvery());
      assertThat(replica.openChecks()).isEqualTo(1);
      assertThat(channel.ready()).containsExactly(address(1));
      replica.answerCheck(ServingStatus.SERVING);
    }
  }

  @Test
  void replicaThatServesAgain_isReadyAgain() {
    replica.answerCheck(ServingStatus.NOT_SERVING);
    channel.clock().advance(OPTIONS.probeEvery().dividedBy(4));
    replica.answerCheck(ServingStatus.SERVING);
    assertThat(channel.ready()).containsExactly(address(1));
  }

  @Test
  void hungReplica_isLeftAfterIntervalAndTimeout() {
    replica.answerCheck(ServingStatus.SERVING);
    channel.clock().advance(OPTIONS.probeEvery());
    channel.clock().advance(OPTIONS.probeTimeout().minusMillis(1));
    assertThat(channel.ready()).containsExactly(address(1));
    channel.clock().advance(java.time.Duration.ofMillis(1));
    assertThat(channel.ready()).isEmpty();
    assertThat(replica.openChecks()).isZero();
    assertThat(channel.pick(CallOptions.DEFAULT).getStatus().getDescription())
        .contains("no answer to a health check within 3000 ms");
  }

  @Test
  void hungReplica_thatWakesUp_isReadyAgain() {
    channel.clock().advance(OPTIONS.probeTimeout());
    channel.clock().advance(OPTIONS.probeEvery().dividedBy(4));
    replica.answerCheck(ServingStatus.SERVING);
    assertThat(channel.ready()).containsExactly(address(1));
  }

  @Test
  void checkThatFails_meansNotServing() {
    replica.failCheck(Status.INTERNAL);
    assertThat(channel.ready()).isEmpty();
  }

  @Test
  void lostConnection_endsItsChecks() {
    replica.answerCheck(ServingStatus.SERVING);
    channel.clock().advance(OPTIONS.probeEvery());
    replica.become(ConnectivityState.IDLE);
    assertThat(replica.openChecks()).isZero();
    channel.clock().advance(OPTIONS.probeEvery());
    assertThat(replica.openChecks()).isZero();
    replica.become(ConnectivityState.READY);
    assertThat(replica.openChecks()).isEqualTo(1);
  }

  @Test
  void lostConnection_whoseCheckCannotBeCancelled_isMadeAgain() {
    replica.answerCheck(ServingStatus.SERVING);
    channel.clock().advance(OPTIONS.probeEvery());
    int before = replica.connectRequests();
    replica.throwWhenCancelled();
    replica.become(ConnectivityState.IDLE);
    assertThat(channel.state()).isEqualTo(ConnectivityState.CONNECTING);
    assertThat(replica.connectRequests()).isEqualTo(before + 1);
  }

  @Test
  void connectionLostBeforeItServed_isMadeAgainOnlyAfterAPause() {
    replica.answerCheck(ServingStatus.NOT_SERVING);
    replica.become(ConnectivityState.IDLE);
    assertThat(replica.connectRequests()).isEqualTo(1);
    channel.clock().advance(ReconnectBackoff.LONGEST);
    assertThat(replica.connectRequests()).isEqualTo(2);
  }
}
