package io.latentmesh.unet.engine;

import java.util.concurrent.CompletableFuture;

/**
 * One latent with one conditioning at one timestep, and whoever waits for the model's answer.
 * Cancelling the answer withdraws the row: it is dropped at the next plan.
 */
public final class Row {
  /** What rows of one forward must agree on; timestep, sampler, step and image are free. */
  public record Kind(LatentShape shape, int tokens) {}

  private final Latent latent;
  private final float timestep;
  private final Conditioning conditioning;
  private final long arrivedNanos;
  private final Kind kind;
  private final CompletableFuture<Prediction> answer = new CompletableFuture<>();

  /**
   * A row that waits from {@code arrivedNanos} on.
   *
   * @param timestep the network's time input in training steps, finite
   * @param arrivedNanos a reading of the clock that the engine was given
   */
  public Row(Latent latent, float timestep, Conditioning conditioning, long arrivedNanos) {
    this.latent = latent;
    this.timestep = timestep;
    this.conditioning = conditioning;
    this.arrivedNanos = arrivedNanos;
    this.kind = new Kind(latent.shape(), conditioning.tokens());
  }

  public Latent latent() {
    return latent;
  }

  public float timestep() {
    return timestep;
  }

  public Conditioning conditioning() {
    return conditioning;
  }

  public long arrivedNanos() {
    return arrivedNanos;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Completed by the engine, on its thread: dependents must return at once. Fails with {@link
   * NonFiniteOutputException}, {@link EngineClosedException} or what the model threw.
   */
  public CompletableFuture<Prediction> answer() {
    return answer;
  }
}
