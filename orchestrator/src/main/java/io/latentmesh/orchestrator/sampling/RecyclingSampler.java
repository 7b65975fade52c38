package io.latentmesh.orchestrator.sampling;

import java.util.OptionalInt;

/**
 * A sampler whose latents use the same memory again: what its model is asked and answers can be
 * read until the run needs it no more ({@link Latent#kept} is for longer). Start and result are not
 * affected, nor is any bit. Any number of threads may sample with one.
 */
public final class RecyclingSampler implements Sampler {
  private final Sampler sampler;
  private volatile OptionalInt memory = OptionalInt.empty(); // until the first run; then for good

  /**
   * @param sampler whose evaluations, and what it makes of them, depend on no value
   */
  public RecyclingSampler(Sampler sampler) {
    this.sampler = sampler;
  }

  @Override
  public Latent sample(Denoiser model, Latent x, Noise noise) {
    return new LatentPool(x.shape().elements(), memory()).run(sampler, model, x, noise);
  }

  /** Two threads may find it out at once: they find the same. */
  private int memory() {
    if (memory.isEmpty()) {
      memory = OptionalInt.of(LatentPool.memory(sampler));
    }
    return memory.getAsInt();
  }
}
