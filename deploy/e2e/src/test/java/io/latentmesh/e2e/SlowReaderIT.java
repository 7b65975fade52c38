package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.ImageServiceGrpc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A client that asks for pictures and then does not read. */
class SlowReaderIT {
  /** The server may send so many bytes ahead, and not one more. */
  private static final int WINDOW = 1024;

  private static final int MAX_BYTES = 64 << 10;
  private static final GenerateRequest REQUEST =
      Client.quick("a cat").setSteps(6).setPreviewEvery(1).setCount(2).build();

  @Test
  void clientThatDoesNotRead_holdsUpNoImage_andGetsItWhenItReads() throws Exception {
    try (StandaloneMesh mesh = StandaloneMesh.start(Duration.ofSeconds(30), bounds())) {
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(mesh.address(Tier.ORCHESTRATOR))
              .usePlaintext()
              .flowControlWindow(WINDOW)
              .build();
      try {
        var reader = new Reader(channel);
        String page = mesh.metrics(Tier.ORCHESTRATOR);
        Await.until(() -> Client.metric(page, "latentmesh_jobs_total") == 1);
        assertThat(Client.metric(page, "latentmesh_images_total")).isEqualTo(2);
        assertThat(Client.metric(page, "latentmesh_jobs_stored_bytes")).isLessThan(MAX_BYTES);
        assertThat(reader.events).isEmpty();
        reader.readAll();
        assertThat(reader.end.get().getCode()).isEqualTo(Status.Code.OK);
        assertThat(reader.events).filteredOn(GenerateResponse::hasImage).hasSize(2);
        assertThat(reader.events.getLast().hasCompleted()).isTrue();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static Map<String, String> bounds() {
    return Map.of("latentmesh.jobs.max-bytes", Integer.toString(MAX_BYTES));
  }

  /** A call whose answers stay in the network until {@link #readAll}. */
  private static final class Reader extends ClientCall.Listener<GenerateResponse> {
    final List<GenerateResponse> events = new CopyOnWriteArrayList<>();
    final CompletableFuture<Status> end = new CompletableFuture<>();
    private final ClientCall<GenerateRequest, GenerateResponse> call;

    Reader(ManagedChannel channel) {
      call = channel.newCall(ImageServiceGrpc.getGenerateMethod(), CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.sendMessage(REQUEST);
      call.halfClose();
    }

    void readAll() {
      call.request(Integer.MAX_VALUE);
    }

    @Override
    public void onMessage(GenerateResponse event) {
      events.add(event);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status);
    }
  }
}
