package io.latentmesh.networks.folder;

/** What a down or up block of the UNet is made of. */
public enum UnetBlockType {
  /** Residual layers only: DownBlock2D, UpBlock2D. */
  RESIDUAL,
  /**
   * A transformer with cross-attention after each residual layer: CrossAttnDownBlock2D,
   * CrossAttnUpBlock2D.
   */
  CROSS_ATTENTION
}
