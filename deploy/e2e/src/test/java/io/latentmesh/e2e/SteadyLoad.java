package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.v1.GenerateRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The same pictures over and over until it is told to end, so that whatever is done meanwhile is
 * done to pictures that are being drawn. Every round is compared with what was drawn in peace.
 */
final class SteadyLoad implements AutoCloseable {
  /** Whatever happens, no more than that. */
  private static final int MOST_ROUNDS = 60;

  private final Client client;
  private final List<GenerateRequest> requests;
  private final List<byte[]> peaceful;
  private final CompletableFuture<Void> rounds;
  private volatile int done;
  private volatile boolean ending;

  private SteadyLoad(Client client, List<GenerateRequest> requests, List<byte[]> peaceful) {
    this.client = client;
    this.requests = List.copyOf(requests);
    this.peaceful = List.copyOf(peaceful);
    rounds = CompletableFuture.runAsync(this::draw, command -> Thread.ofVirtual().start(command));
  }

  /** Returns when the denoiser works. */
  static SteadyLoad begin(Client client, List<GenerateRequest> requests, List<byte[]> peaceful) {
    var load = new SteadyLoad(client, requests, peaceful);
    load.awaitRounds(1);
    return load;
  }

  /** Waits for as many more whole rounds, or until a picture was lost. */
  void awaitRounds(int more) {
    int until = done + more;
    Await.until(() -> done >= until || rounds.isDone());
  }

  /** Ends after the round that is under way; throws what the first lost picture ended with. */
  void end() {
    ending = true;
    rounds.join();
  }

  @Override
  public void close() {
    ending = true;
  }

  private void draw() {
    for (int round = 0; !ending && round < MOST_ROUNDS; round++) {
      try (Load load = Load.begin(client, requests)) {
        assertThat(load.pictures()).containsExactlyElementsOf(peaceful);
      }
      done = round + 1;
    }
  }
}
