package io.latentmesh.networks.graph;

import static io.latentmesh.networks.graph.Operator.microsoft;
import static io.latentmesh.networks.graph.Operator.onnx;

import java.util.List;

/**
 * Layers with weights, below one prefix of parameter names. Weights are taken as they are stored:
 * torch's linear layers keep {@code [out, in]}, and a transposed product costs nothing (0.84 to
 * 1.01 of one with a transposed copy).
 */
public final class Layers {
  private final GraphBuilder graph;
  private final Operations operations;
  private final Parameters parameters;
  private final String prefix;

  Layers(GraphBuilder graph, String prefix) {
    this.graph = graph;
    this.operations = graph.operations();
    this.parameters = new Parameters(graph);
    this.prefix = prefix;
  }

  /** The layers one level deeper. */
  public Layers at(String child) {
    return new Layers(graph, prefix + child + ".");
  }

  /** The layers of element {@code index} of a list. */
  public Layers at(int index) {
    return at(Integer.toString(index));
  }

  /** The graph's computations without weights. */
  public Operations operations() {
    return operations;
  }

  /** Whether the file has a tensor of this name here. */
  public boolean has(String name) {
    return graph.weights().has(prefix + name);
  }

  /** A weight tensor itself. */
  public Value parameter(String name, List<Long> shape) {
    return parameters.weight(prefix + name, shape);
  }

  /** {@code x W^T + b} for tokens {@code [B,T,in]} and {@code W} {@code [out,in]}. */
  public Value linear(Value x, String name, int out) {
    return operations.add(linearWithoutBias(x, name, out), bias(name, out));
  }

  /** {@code x W^T} for tokens {@code [B,T,in]} and {@code W} {@code [out,in]}. */
  public Value linearWithoutBias(Value x, String name, int out) {
    Value weight = matrix(name, out, x.width());
    return graph.add(microsoft("FusedMatMul").with("transB", 1), out, x, weight);
  }

  /** {@code x W^T + b} for rows {@code [B,in]} and {@code W} {@code [out,in]}. */
  public Value linearRows(Value x, String name, int out) {
    Value weight = matrix(name, out, x.width());
    return graph.add(onnx("Gemm").with("transB", 1), out, x, weight, bias(name, out));
  }

  /** {@code x W^T} for rows {@code [B,in]} and {@code W} {@code [out,in]}. */
  public Value linearRowsWithoutBias(Value x, String name, int out) {
    return graph.add(onnx("Gemm").with("transB", 1), out, x, matrix(name, out, x.width()));
  }

  /** A convolution of an image {@code [B,C,H,W]}. */
  public Value conv(Value x, String name, Convolution c) {
    long kernel = c.kernel();
    List<Long> shape = List.of((long) c.out(), (long) x.width(), kernel, kernel);
    Value weight = parameters.weight(prefix + name + ".weight", shape);
    Operator operator =
        onnx("Conv")
            .withInts("kernel_shape", kernel, kernel)
            .withInts("strides", c.stride(), c.stride())
            .withInts("pads", c.before(), c.before(), c.after(), c.after());
    return graph.add(operator, c.out(), x, weight, bias(name, c.out()));
  }

  /** Group normalization of an image {@code [B,C,H,W]} with a scale and a shift per channel. */
  public Value groupNorm(Value x, String name, GroupNorm norm) {
    norm.checkDivides(x, prefix + name);
    List<Long> perChannel = List.of((long) x.width(), 1L, 1L);
    Value scale = parameters.weight(prefix + name + ".weight", perChannel);
    Value shift = parameters.weight(prefix + name + ".bias", perChannel);
    Value normalized = operations.normalizedGroups(x, norm);
    Value scaled = graph.add(onnx("Mul"), x.width(), normalized, scale);
    return graph.add(onnx("Add"), x.width(), scaled, shift);
  }

  /** Layer normalization over the last axis. SkipLayerNormalization is 4.4 times slower. */
  public Value layerNorm(Value x, String name, float epsilon) {
    Value scale = vector(name + ".weight", x.width());
    Value shift = vector(name + ".bias", x.width());
    Operator operator = onnx("LayerNormalization").with("axis", -1L).with("epsilon", epsilon);
    return graph.add(operator, x.width(), x, scale, shift);
  }

  /** Rows {@code [.., width]} of a table {@code [entries, width]} by I64 index. */
  public Value embedding(Value ids, String name, int entries, int width) {
    List<Long> shape = List.of((long) entries, (long) width);
    return parameters.rows(prefix + name + ".weight", shape, ids);
  }

  private Value matrix(String name, int out, int in) {
    return parameters.weight(prefix + name + ".weight", List.of((long) out, (long) in));
  }

  private Value bias(String name, int out) {
    return vector(name + ".bias", out);
  }

  private Value vector(String name, int length) {
    return parameters.weight(prefix + name, List.of((long) length));
  }
}
