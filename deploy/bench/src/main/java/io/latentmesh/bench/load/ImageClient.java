package io.latentmesh.bench.load;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.bench.Pause;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.ListModelsRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client with nothing but the generated stubs. Any thread; a call blocks its own. */
public final class ImageClient implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ManagedChannel channel;

  private ImageClient(ManagedChannel channel) {
    this.channel = channel;
  }

  /** A client of the server at {@code address}, host:port, once that knows its models. */
  public static ImageClient open(String address) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .build();
    var client = new ImageClient(channel);
    try {
      client.awaitModels();
      return client;
    } catch (RuntimeException failure) {
      channel.shutdownNow();
      throw failure;
    }
  }

  /** Generates, and tells how it ended. Whatever status the server gives is an answer here. */
  public Call call(Offer offer) {
    return call(offer, _ -> {});
  }

  /** As {@link #call(Offer)}; every event goes to {@code listener} on the calling thread. */
  public Call call(Offer offer, Consumer<GenerateResponse> listener) {
    boolean accepted = false;
    Status status = Status.OK;
    try {
      long left = offer.dueNanos() + offer.deadline().toNanos() - System.nanoTime();
      Iterator<GenerateResponse> events =
          ImageServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(left, TimeUnit.NANOSECONDS)
              .generate(offer.request());
      while (events.hasNext()) {
        GenerateResponse event = events.next();
        accepted |= event.hasAccepted();
        listener.accept(event);
      }
    } catch (StatusRuntimeException failure) {
      status = failure.getStatus();
    }
    return new Call(
        offer.index(),
        offer.dueNanos(),
        System.nanoTime(),
        status.getCode(),
        Objects.requireNonNullElse(status.getDescription(), ""),
        accepted);
  }

  private void awaitModels() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        ImageServiceGrpc.newBlockingStub(channel)
            .withWaitForReady()
            .withDeadlineAfter(PATIENCE)
            .listModels(ListModelsRequest.getDefaultInstance());
        return;
      } catch (StatusRuntimeException notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        Pause.until(System.nanoTime() + Duration.ofMillis(50).toNanos());
      }
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
