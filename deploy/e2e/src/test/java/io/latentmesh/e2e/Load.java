package io.latentmesh.e2e;

import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Pictures that are drawn four at a time, as many as there are requests and no more. */
final class Load implements AutoCloseable {
  private static final int CALLERS = 4;

  /** So long that no request is refused because a hurt mesh on a busy machine may need longer. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final ExecutorService callers =
      Executors.newFixedThreadPool(CALLERS, Thread.ofVirtual().factory());
  private final CountDownLatch withoutProgress;
  private final List<CompletableFuture<byte[]>> pictures;

  private Load(Client client, List<GenerateRequest> requests) {
    withoutProgress = new CountDownLatch(Math.min(CALLERS, requests.size()));
    pictures =
        requests.stream()
            .map(request -> CompletableFuture.supplyAsync(() -> draw(client, request), callers))
            .toList();
  }

  static Load begin(Client client, List<GenerateRequest> requests) {
    return new Load(client, requests);
  }

  /** Waits until the denoiser has begun with the first of them, or some have failed. */
  void awaitProgress() {
    try {
      withoutProgress.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The pictures in the order of their requests; throws what the first lost one ended with. */
  List<byte[]> pictures() {
    return pictures.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    callers.shutdownNow();
  }

  private byte[] draw(Client client, GenerateRequest request) {
    boolean begun = false;
    byte[] picture = {};
    try {
      Iterator<GenerateResponse> events =
          client.images().withDeadlineAfter(PATIENCE).generate(request);
      while (events.hasNext()) {
        GenerateResponse event = events.next();
        if (event.hasProgress() && !begun) {
          begun = true;
          withoutProgress.countDown();
        }
        if (event.hasImage()) {
          picture = event.getImage().getPng().toByteArray();
        }
      }
      return picture;
    } finally {
      if (!begun) {
        withoutProgress.countDown();
      }
    }
  }
}
