package io.latentmesh.networks.graph;

/**
 * In which order the axes of an image lie inside a graph. Callers see channels first in any case.
 */
enum Layout {
  /** {@code [B,C,H,W]}. */
  CHANNELS_FIRST(1, 2),
  /** {@code [B,H,W,C]}. */
  CHANNELS_LAST(3, 1);

  private final int channelAxis;
  private final int heightAxis;

  Layout(int channelAxis, int heightAxis) {
    this.channelAxis = channelAxis;
    this.heightAxis = heightAxis;
  }

  int channelAxis() {
    return channelAxis;
  }

  /** The width's is the next. */
  int heightAxis() {
    return heightAxis;
  }
}
