package io.latentmesh.orchestrator.plan;

/** What diffusers puts in place of alpha-bar 0 under rescale_betas_zero_snr. */
final class ZeroSnr {
  /** For the classes that divide by alpha-bar: the smallest float16, sigma 4096. */
  static final float SIGMA_4096 = 0x1p-24f;

  /**
   * DDIM keeps alpha-bar 0, which is sigma infinite. A signal of 1e-7 beside noise of 1 is below
   * float32's resolution, so a sigma of 1e7 gives the same latents.
   */
  static final float SIGMA_1E7 = 1e-14f;

  private ZeroSnr() {}
}
