package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.latentmesh.serving.balancing.Replicas;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import io.latentmesh.v1.TextEncoderServiceGrpc.TextEncoderServiceBlockingStub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeerBalancingIT {
  private static final Map<String, String> QUICK =
      Map.of("health.every", "20ms", "health.timeout", "300ms");
  private static final StubEncoder ENCODER =
      new StubEncoder(_ -> EncodeResponse.getDefaultInstance());

  private final Replicated mesh = new Replicated();

  @TempDir Path folder = Path.of("");

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void replica_isReadyWhileItSaysThatItServes() {
    GrpcProcess process = mesh.start(ENCODER);
    Peer peer = mesh.peer(QUICK);
    Await.ready(peer, 1);
    process.notServing();
    Await.ready(peer, 0);
    assertThatThrownBy(() -> encoder(peer).encode(EncodeRequest.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("NOT_SERVING");
    process.serving();
    Await.ready(peer, 1);
  }

  @Test
  void drainedReplica_leavesAndTheOtherServes() {
    mesh.start(ENCODER);
    GrpcProcess drained = mesh.start(ENCODER);
    var left = new InetSocketAddress(InetAddress.getLoopbackAddress(), drained.port());
    Peer peer = mesh.peer(QUICK);
    Await.ready(peer, 2);
    drained.drain();
    Await.ready(peer, 1);
    for (int i = 0; i < 10; i++) {
      encoder(peer).encode(EncodeRequest.getDefaultInstance());
    }
    assertThat(peer.replicas().ready().getFirst().address()).isNotEqualTo(left);
  }

  @Test
  void replicaInAFile_comesAndGoesWithIt() throws IOException {
    GrpcProcess first = mesh.start(ENCODER);
    GrpcProcess second = mesh.start(ENCODER);
    Path file = folder.resolve("replicas");
    write(file, first);
    Peer peer = mesh.peer(Replicated.UPSTREAM, "file://" + file, QUICK);
    Await.ready(peer, 1);
    write(file, first, second);
    Await.ready(peer, 2);
    write(file, second);
    Await.ready(peer, 1);
    assertThat(peer.replicas().ready())
        .containsExactly(
            new Replicas.Replica(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), second.port()), 0));
  }

  @Test
  void hungReplica_leavesAndReturnsWhenItAnswers() throws IOException {
    SilentHealth health = new SilentHealth();
    var server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(health)
            .build()
            .start();
    try {
      Peer peer = mesh.peer(Replicated.UPSTREAM, "127.0.0.1:" + server.getPort(), QUICK);
      Await.ready(peer, 1);
      health.silent = true;
      Await.ready(peer, 0);
      health.silent = false;
      Await.ready(peer, 1);
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void counts_returnToZeroHoweverCallsEnd() throws InterruptedException {
    Semaphore entered = new Semaphore(0);
    mesh.start(new BlockingEncoder(entered));
    GrpcProcess doomed = mesh.start(new BlockingEncoder(entered));
    Peer peer = mesh.peer(QUICK);
    Await.ready(peer, 2);
    List<ListenableFuture<EncodeResponse>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(future(peer));
    }
    entered.acquire(20);
    assertThat(peer.replicas().ready())
        .extracting(Replicas.Replica::activeStreams)
        .containsExactly(10, 10);
    calls.subList(0, 10).forEach(call -> call.cancel(true));
    Await.until("cancelled calls are not counted", () -> active(peer) == 10);
    doomed.drain();
    Await.ready(peer, 1);
    calls.forEach(call -> call.cancel(true));
    Await.until("none is counted", () -> active(peer) == 0);
  }

  @Test
  void callsCancelledWhileReplicasComeAndGo_areNotCounted() {
    GrpcProcess process = mesh.start(ENCODER);
    Peer peer = mesh.peer(QUICK);
    for (int round = 0; round < 30; round++) {
      process.notServing();
      List<ListenableFuture<EncodeResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        calls.add(waiting(peer));
      }
      CountDownLatch cancelled = new CountDownLatch(1);
      Thread.startVirtualThread(() -> {
        calls.forEach(call -> call.cancel(true));
        cancelled.countDown();
      });
      process.serving();
      join(cancelled);
    }
    Await.ready(peer, 1);
    Await.until("none is counted", () -> active(peer) == 0);
    encoder(peer).encode(EncodeRequest.getDefaultInstance());
  }

  @Test
  void deadline_passedOnTheWay_isNotCounted() {
    mesh.start(new BlockingEncoder(new Semaphore(0)));
    Peer peer = mesh.peer(QUICK);
    Await.ready(peer, 1);
    assertThatThrownBy(() ->
            encoder(peer)
                .withDeadlineAfter(50, TimeUnit.MILLISECONDS)
                .encode(EncodeRequest.getDefaultInstance()))
        .hasMessageContaining("DEADLINE_EXCEEDED");
    Await.until("it is not counted", () -> active(peer) == 0);
  }

  @Test
  void pinnedCall_goesWhereItIsTold() {
    mesh.start(ENCODER);
    GrpcProcess wanted = mesh.start(ENCODER);
    Peer peer = mesh.peer(QUICK);
    Await.ready(peer, 2);
    List<Object> reached = new ArrayList<>();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted.port());
    for (int i = 0; i < 10; i++) {
      encoder(peer)
          .withInterceptors(
              new Options(o -> Replicas.reporting(Replicas.pinned(o, address), reached::add)))
          .encode(EncodeRequest.getDefaultInstance());
    }
    assertThat(reached).hasSize(10).containsOnly(address);
  }

  @Test
  void series_tellReadyReplicasAndTheirStreams() {
    mesh.start(ENCODER);
    mesh.start(ENCODER);
    Peer peer = mesh.peer(QUICK);
    Await.ready(peer, 2);
    Await.until( // on a busy machine a replica's health may be late once more
        "both are on the page",
        () ->
            mesh.metrics()
                .scrape()
                .contains(
                    "latentmesh_upstream_ready_endpoints{application=\"test\",target=\"test\"} 2.0"));
    assertThat(mesh.metrics().scrape())
        .contains("latentmesh_upstream_active_streams{application=\"test\",target=\"test\"} 0.0");
  }

  @Test
  void otherPolicies_serveWithoutKnowingReplicas() {
    mesh.start(ENCODER);
    for (String policy : List.of("round_robin", "pick_first")) {
      Peer peer = mesh.peer(Map.of("load-balancing", policy));
      encoder(peer).encode(EncodeRequest.getDefaultInstance());
      assertThat(peer.replicas().ready()).isEmpty();
    }
  }

  @Test
  void xdsWithoutItsLibrary_saysWhatIsMissing() {
    assertThatThrownBy(() -> mesh.peer(Replicated.UPSTREAM, "xds:///unet", Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("test: target 'xds:///unet' needs io.grpc:grpc-xds");
  }

  private static int active(Peer peer) {
    return peer.replicas().ready().stream().mapToInt(Replicas.Replica::activeStreams).sum();
  }

  private static TextEncoderServiceBlockingStub encoder(Peer peer) {
    return TextEncoderServiceGrpc.newBlockingStub(peer.channel());
  }

  private static ListenableFuture<EncodeResponse> future(Peer peer) {
    return TextEncoderServiceGrpc.newFutureStub(peer.channel())
        .encode(EncodeRequest.getDefaultInstance());
  }

  private static ListenableFuture<EncodeResponse> waiting(Peer peer) {
    return TextEncoderServiceGrpc.newFutureStub(peer.channel())
        .withWaitForReady()
        .encode(EncodeRequest.getDefaultInstance());
  }

  private static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void write(Path file, GrpcProcess... processes) throws IOException {
    Path next = folder.resolve("next");
    Files.write(next, List.of(processes).stream().map(p -> "127.0.0.1:" + p.port()).toList());
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Says SERVING, or nothing at all. */
  private static final class SilentHealth extends HealthGrpc.HealthImplBase {
    private volatile boolean silent;

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
      if (!silent) {
        responses.onNext(
            HealthCheckResponse.newBuilder()
                .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                .build());
        responses.onCompleted();
      }
    }
  }
}
