package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import io.latentmesh.v1.TextEncoderServiceGrpc.TextEncoderServiceBlockingStub;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PeerRetryIT {
  private static final Map<String, String> QUICK = Map.of("retry.first-pause", "1ms");
  private static final int CALLS = 20;

  private final Replicated mesh = new Replicated();
  private final AtomicInteger refused = new AtomicInteger();
  private final StubEncoder healthy = new StubEncoder(_ -> EncodeResponse.getDefaultInstance());
  private final StubEncoder refusing =
      new StubEncoder(_ -> {
        refused.incrementAndGet();
        throw ServiceException.of(Status.Code.UNAVAILABLE, "DRAINING", "not here");
      });

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void unavailableReplica_isNoticedByNoCaller() {
    mesh.start(healthy);
    mesh.start(refusing);
    TextEncoderServiceBlockingStub stub = stub(mesh.peer(QUICK), 2);
    for (int i = 0; i < CALLS; i++) {
      stub.encode(EncodeRequest.getDefaultInstance());
    }
    assertThat(refused).hasPositiveValue();
  }

  @Test
  void secondAttempt_goesToTheOtherReplica() {
    mesh.start(healthy);
    mesh.start(refusing);
    TextEncoderServiceBlockingStub stub =
        stub(mesh.peer(Map.of("retry.first-pause", "1ms", "retry.attempts", "2")), 2);
    for (int i = 0; i < CALLS; i++) {
      stub.encode(EncodeRequest.getDefaultInstance());
    }
    assertThat(refused).hasPositiveValue();
  }

  @Test
  void requestBeyondOneMebibyte_isRetriedToo() {
    mesh.start(healthy);
    mesh.start(refusing);
    TextEncoderServiceBlockingStub stub = stub(mesh.peer(QUICK), 2);
    EncodeRequest large = EncodeRequest.newBuilder().setModel("m".repeat(3 << 20)).build();
    for (int i = 0; i < CALLS; i++) {
      stub.encode(large);
    }
    assertThat(refused).hasPositiveValue();
  }

  @Test
  void methodThatIsNotIdempotent_isTriedOnce() {
    mesh.start(refusing);
    Peer peer = mesh.peer(new Upstream("test", List.of()), mesh.target(), QUICK);
    assertThat(failure(stub(peer, 1)).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused).hasValue(1);
  }

  @Test
  void allReplicasUnavailable_isTheLastFailureAfterFiveAttempts() {
    mesh.start(refusing);
    Status status = failure(stub(mesh.peer(QUICK), 1));
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).isEqualTo("not here");
    assertThat(refused).hasValue(5);
  }

  @Test
  void oneAttempt_meansNoRetries() {
    mesh.start(refusing);
    failure(stub(mesh.peer(Map.of("retry.attempts", "1")), 1));
    assertThat(refused).hasValue(1);
  }

  @Test
  void deadline_boundsAllAttempts() {
    mesh.start(refusing);
    Map<String, String> slow = Map.of("retry.first-pause", "1h", "retry.longest-pause", "1h");
    Status status = failure(stub(mesh.peer(slow), 1).withDeadlineAfter(200, TimeUnit.MILLISECONDS));
    assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(refused).hasValue(1);
  }

  @Test
  void otherErrors_areNotRetried() {
    AtomicInteger asked = new AtomicInteger();
    mesh.start(
        new StubEncoder(_ -> {
          asked.incrementAndGet();
          throw ServiceException.of(Status.Code.INTERNAL, "NON_FINITE_OUTPUT", "NaN");
        }));
    assertThat(failure(stub(mesh.peer(QUICK), 1)).getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(asked).hasValue(1);
  }

  private static TextEncoderServiceBlockingStub stub(Peer peer, int replicas) {
    Await.ready(peer, replicas);
    return TextEncoderServiceGrpc.newBlockingStub(peer.channel());
  }

  private static Status failure(TextEncoderServiceBlockingStub stub) {
    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> stub.encode(EncodeRequest.getDefaultInstance()));
    return error == null ? Status.OK : error.getStatus();
  }
}
