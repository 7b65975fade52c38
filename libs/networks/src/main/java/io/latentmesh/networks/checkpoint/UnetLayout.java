package io.latentmesh.networks.checkpoint;

/**
 * How the flat lists of a denoiser's blocks divide into levels.
 *
 * @param levels of resolution, at least 1
 * @param layersPerBlock residual layers of a level on the way down, at least 1; one more on the way
 *     up
 */
record UnetLayout(int levels, int layersPerBlock) {

  /**
   * Counts: every level but the last ends in a block that halves, and the first block of all is a
   * convolution, so each of the lists has levels * (layersPerBlock + 1) blocks.
   *
   * @throws CheckpointException if the lists do not divide so
   */
  static UnetLayout of(NamedTensors unet) {
    int inputs = unet.length("input_blocks");
    int outputs = unet.length("output_blocks");
    int stride = 1;
    while (stride < inputs && !halves(unet, stride)) {
      stride++;
    }
    boolean divides = stride >= 2 && inputs % stride == 0 && outputs == inputs;
    for (int i = 1; divides && i < inputs; i++) {
      divides = halves(unet, i) == (i % stride == 0);
    }
    if (!divides) {
      throw new CheckpointException(
          unet.file(),
          "%sinput_blocks: must be levels of equal length, as many as output_blocks, were %d and %d"
              .formatted(unet.prefix(), inputs, outputs));
    }
    return new UnetLayout(inputs / stride, stride - 1);
  }

  private static boolean halves(NamedTensors unet, int block) {
    return unet.has("input_blocks.%d.0.op.weight".formatted(block));
  }
}
