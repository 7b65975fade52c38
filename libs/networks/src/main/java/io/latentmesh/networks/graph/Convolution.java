package io.latentmesh.networks.graph;

/**
 * A two-dimensional convolution with bias and a square kernel.
 *
 * @param out output channels
 * @param kernel side of the kernel
 * @param stride step on both axes
 * @param before zeros added above and left
 * @param after zeros added below and right
 */
public record Convolution(int out, int kernel, int stride, int before, int after) {

  /** A 3x3 convolution that keeps height and width. */
  public static Convolution same3x3(int out) {
    return new Convolution(out, 3, 1, 1, 1);
  }

  /** A 1x1 convolution. */
  public static Convolution pointwise(int out) {
    return new Convolution(out, 1, 1, 0, 0);
  }

  /** A 3x3 convolution that halves height and width, rounding up. */
  public static Convolution halving(int out) {
    return new Convolution(out, 3, 2, 1, 1);
  }

  /**
   * A 3x3 convolution that halves height and width, rounding down: zeros only below and right, as
   * the encoder of the latent-diffusion autoencoder pads.
   */
  public static Convolution halvingPaddedAfter(int out) {
    return new Convolution(out, 3, 2, 0, 1);
  }
}
