package io.latentmesh.networks.onnx;

import java.util.List;

/**
 * An input or output of a graph.
 *
 * @param type number of an ONNX element type; 0 if it is no tensor
 * @param dimensions outermost first
 */
public record OnnxArgument(String name, int type, List<Dimension> dimensions) {
  public OnnxArgument {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * One axis.
   *
   * @param length 0 where it is open
   * @param name what an open one is called; axes of one name have one length; empty if it has none
   */
  public record Dimension(long length, String name) {}
}
