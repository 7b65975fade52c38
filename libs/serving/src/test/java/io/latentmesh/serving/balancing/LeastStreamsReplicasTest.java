package io.latentmesh.serving.balancing;

import static io.latentmesh.serving.balancing.FakeHelper.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeastStreamsReplicasTest {
  private static final Duration LONGER_THAN_ANY_BACKOFF = Duration.ofMillis(2400);

  private final FakeHelper channel = new FakeHelper();

  @Test
  void replica_isReadyWhenConnected() {
    channel.resolve(1, 2);
    assertThat(channel.state()).isEqualTo(ConnectivityState.CONNECTING);
    assertThat(channel.ready()).isEmpty();
    channel.subchannel(2).become(ConnectivityState.READY);
    assertThat(channel.state()).isEqualTo(ConnectivityState.READY);
    assertThat(channel.ready()).containsExactly(address(2));
  }

  @Test
  void eachReplica_isConnectedWithoutBeingAsked() {
    channel.resolve(1, 2);
    assertThat(channel.subchannel(1).connectRequests()).isEqualTo(1);
    assertThat(channel.subchannel(2).connectRequests()).isEqualTo(1);
  }

  @Test
  void newAddress_joinsAndVanishedOneIsShutDown() {
    channel.resolve(1, 2);
    FakeSubchannel vanished = ready(1);
    ready(2);
    channel.resolve(2, 3);
    ready(3);
    assertThat(vanished.isShutdown()).isTrue();
    assertThat(channel.ready()).containsExactlyInAnyOrder(address(2), address(3));
  }

  @Test
  void keptAddress_keepsItsConnection() {
    channel.resolve(1);
    FakeSubchannel before = ready(1);
    channel.resolve(1, 2);
    assertThat(channel.subchannel(1)).isSameAs(before);
    assertThat(before.isShutdown()).isFalse();
  }

  @Test
  void change_isAnnouncedOncePerChangeOfTheReadySet() {
    AtomicInteger told = new AtomicInteger();
    var subscription = channel.replicas().onChange(told::incrementAndGet);
    channel.resolve(1, 2);
    assertThat(told).hasValue(0);
    ready(1);
    channel.resolve(1, 2);
    assertThat(told).hasValue(1);
    channel.subchannel(1).fail("gone");
    assertThat(told).hasValue(2);
    subscription.close();
    ready(2);
    assertThat(told).hasValue(2);
  }

  @Test
  void listenerThatThrows_leavesTheOthersAndThePolicyAlone() {
    AtomicInteger told = new AtomicInteger();
    channel
        .replicas()
        .onChange(() -> {
          throw new IllegalStateException("a listener's bug");
        });
    channel.replicas().onChange(told::incrementAndGet);
    channel.resolve(1);
    ready(1);
    assertThat(told).hasValue(1);
    assertThat(channel.ready()).containsExactly(address(1));
  }

  @Test
  void lostConnection_isMadeAgainAtOnceAndAddressesAreAskedFor() {
    channel.resolve(1);
    FakeSubchannel replica = ready(1);
    replica.become(ConnectivityState.IDLE);
    assertThat(replica.connectRequests()).isEqualTo(2);
    assertThat(channel.refreshes()).isEqualTo(1);
    assertThat(channel.state()).isEqualTo(ConnectivityState.CONNECTING);
  }

  @Test
  void unreachableReplica_isTriedForEverAtMostTwoSecondsApart() {
    channel.resolve(1);
    FakeSubchannel replica = channel.subchannel(1);
    for (int attempt = 1; attempt <= 50; attempt++) {
      assertThat(replica.connectRequests()).isEqualTo(attempt);
      replica.become(ConnectivityState.CONNECTING);
      replica.fail("refused");
      channel.clock().advance(LONGER_THAN_ANY_BACKOFF);
    }
  }

  @Test
  void failedReplica_whileItTriesAgain_failsCallsWithItsReason() {
    channel.resolve(1);
    channel.subchannel(1).fail("connection refused");
    channel.subchannel(1).become(ConnectivityState.CONNECTING);
    assertThat(channel.state()).isEqualTo(ConnectivityState.TRANSIENT_FAILURE);
    assertThat(channel.pick(CallOptions.DEFAULT).getStatus().getDescription())
        .contains("127.0.0.1:1", "connection refused");
  }

  @Test
  void laterFailure_isTheOneThatCallsSee() {
    channel.resolve(1);
    channel.subchannel(1).fail("connection refused");
    channel.subchannel(1).fail("no route");
    assertThat(channel.pick(CallOptions.DEFAULT).getStatus().getDescription()).contains("no route");
  }

  @Test
  void noAddresses_beforeAny_failsCalls() {
    channel.policy().handleNameResolutionError(Status.UNAVAILABLE.withDescription("no such name"));
    assertThat(channel.pick(CallOptions.DEFAULT).getStatus().getDescription())
        .isEqualTo("no such name");
  }

  @Test
  void nameServiceThatFails_leavesKnownReplicasInUse() {
    channel.resolve(1);
    ready(1);
    channel.policy().handleNameResolutionError(Status.UNAVAILABLE);
    channel.resolve();
    assertThat(channel.ready()).containsExactly(address(1));
    assertThat(channel.place(CallOptions.DEFAULT).address()).isEqualTo(address(1));
  }

  @Test
  void target_isResolvedAgainEveryTenSeconds() {
    channel.resolve(1);
    ready(1);
    channel.clock().advance(Duration.ofSeconds(9));
    assertThat(channel.refreshes()).isZero();
    channel.clock().advance(Duration.ofSeconds(21));
    assertThat(channel.refreshes()).isEqualTo(3);
  }

  @Test
  void shutdown_leavesNoTimerNoConnectionAndNobodyReady() {
    channel.resolveChecked(1, 2);
    channel.subchannel(1).become(ConnectivityState.READY);
    channel.subchannel(2).fail("refused");
    channel.policy().shutdown();
    assertThat(channel.clock().waiting()).isZero();
    assertThat(channel.subchannel(1).isShutdown()).isTrue();
    assertThat(channel.subchannel(1).openChecks()).isZero();
    assertThat(channel.ready()).isEmpty();
  }

  private FakeSubchannel ready(int number) {
    FakeSubchannel replica = channel.subchannel(number);
    replica.become(ConnectivityState.READY);
    return replica;
  }
}
