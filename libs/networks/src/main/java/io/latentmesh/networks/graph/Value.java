package io.latentmesh.networks.graph;

/**
 * A tensor inside a graph that is being built.
 *
 * @param name unique in the graph
 * @param width length of the feature axis: channels of {@code [B,C,H,W]}, features of {@code
 *     [B,T,D]} and {@code [B,D]}; 1 where there is none
 */
public record Value(String name, int width, ElementType type) {
  public Value {
    if (width < 1) {
      throw new IllegalArgumentException(
          "width of %s must be at least 1, is %d".formatted(name, width));
    }
  }

  /** The same tensor, read as one with another feature axis. */
  Value withWidth(int newWidth) {
    return new Value(name, newWidth, type);
  }
}
