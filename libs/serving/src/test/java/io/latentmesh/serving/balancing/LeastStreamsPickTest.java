package io.latentmesh.serving.balancing;

import static io.latentmesh.serving.balancing.FakeHelper.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeastStreamsPickTest {
  private static final CallOptions PLAIN = CallOptions.DEFAULT;

  private final FakeHelper channel = new FakeHelper();

  @BeforeEach
  void threeReadyReplicas() {
    channel.resolve(1, 2, 3);
    Stream.of(1, 2, 3).forEach(n -> channel.subchannel(n).become(ConnectivityState.READY));
  }

  @Test
  void streams_thatStay_areSpreadEvenly() {
    for (int i = 0; i < 9; i++) {
      channel.place(PLAIN);
    }
    assertThat(channel.replicas().ready())
        .extracting(Replicas.Replica::activeStreams)
        .containsExactly(3, 3, 3);
  }

  @Test
  void pick_goesToTheReplicaWhoseStreamsEnded() {
    List<FakeHelper.Stream> placed = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      placed.add(channel.place(PLAIN));
    }
    SocketAddress relieved = placed.getFirst().address();
    placed.getFirst().tracer().streamClosed(Status.CANCELLED);
    assertThat(channel.place(PLAIN).address()).isEqualTo(relieved);
  }

  @Test
  void streamClosedTwice_isCountedOnce() {
    FakeHelper.Stream stream = channel.place(PLAIN);
    stream.tracer().streamClosed(Status.OK);
    stream.tracer().streamClosed(Status.CANCELLED);
    assertThat(channel.replicas().ready())
        .extracting(Replicas.Replica::activeStreams)
        .containsOnly(0);
  }

  @Test
  void ties_areBrokenAtRandom() {
    int[] picked = new int[4];
    for (int i = 0; i < 3000; i++) {
      FakeHelper.Stream stream = channel.place(PLAIN);
      picked[((java.net.InetSocketAddress) stream.address()).getPort()]++;
      stream.tracer().streamClosed(Status.OK);
    }
    assertThat(picked[1]).isBetween(900, 1100); // 1000 +- 4 standard deviations (seeded).
    assertThat(picked[2]).isBetween(900, 1100);
    assertThat(picked[3]).isBetween(900, 1100);
  }

  @Test
  void avoidedReplicas_areNotPicked() {
    CallOptions options = Replicas.avoiding(PLAIN, Set.of(address(1), address(2)));
    for (int i = 0; i < 5; i++) {
      assertThat(channel.place(options).address()).isEqualTo(address(3));
    }
  }

  @Test
  void avoidedReplicas_whenNoOtherIsReady_arePicked() {
    channel.subchannel(3).fail("gone");
    CallOptions options = Replicas.avoiding(PLAIN, Set.of(address(1), address(2)));
    assertThat(channel.place(options).address()).isIn(address(1), address(2));
  }

  @Test
  void pinnedReplica_isPickedHoweverBusy() {
    CallOptions options = Replicas.pinned(PLAIN, address(2));
    for (int i = 0; i < 5; i++) {
      assertThat(channel.place(options).address()).isEqualTo(address(2));
    }
  }

  @Test
  void pinnedReplica_thatIsNotReady_failsAtOnceAndIsNotRetried() {
    channel.subchannel(2).become(ConnectivityState.IDLE);
    PickResult result = channel.pick(Replicas.pinned(PLAIN.withWaitForReady(), address(2)));
    assertThat(result.isDrop()).isTrue();
    assertThat(result.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(result.getStatus().getDescription()).contains("127.0.0.1:2");
  }

  @Test
  void reported_isToldWhereTheCallGoes() {
    List<SocketAddress> told = new ArrayList<>();
    FakeHelper.Stream stream = channel.place(Replicas.reporting(PLAIN, told::add));
    assertThat(told).containsExactly(stream.address());
  }

  @Test
  void secondAttempt_goesToAnotherReplica() {
    Attempts attempts = new Attempts();
    CallOptions call = PLAIN.withOption(Attempts.KEY, attempts);
    FakeHelper.Stream first = channel.place(call);
    first.tracer().streamClosed(Status.UNAVAILABLE);
    FakeHelper.Stream second = channel.place(call);
    second.tracer().streamClosed(Status.UNAVAILABLE);
    FakeHelper.Stream third = channel.place(call);
    assertThat(List.of(first.address(), second.address(), third.address()))
        .containsExactlyInAnyOrder(address(1), address(2), address(3));
  }

  @Test
  void attempt_whenAllWereTried_goesToOneThatIsNotAvoided() {
    Attempts attempts = new Attempts();
    CallOptions call =
        Replicas.avoiding(PLAIN.withOption(Attempts.KEY, attempts), Set.of(address(1)));
    channel.place(call);
    channel.place(call);
    assertThat(channel.place(call).address()).isIn(address(2), address(3));
  }

  @Test
  void streamBegunAfterItsCallEnded_isNotCounted() {
    Attempts attempts = new Attempts();
    attempts.end();
    channel.place(PLAIN.withOption(Attempts.KEY, attempts));
    assertThat(channel.replicas().ready())
        .extracting(Replicas.Replica::activeStreams)
        .containsOnly(0);
  }

  @Test
  void streamNeverClosed_endsWithItsCall() {
    Attempts attempts = new Attempts();
    channel.place(PLAIN.withOption(Attempts.KEY, attempts));
    attempts.end();
    assertThat(channel.replicas().ready())
        .extracting(Replicas.Replica::activeStreams)
        .containsOnly(0);
  }
}
