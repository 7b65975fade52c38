package io.latentmesh.networks.graph;

import static io.latentmesh.networks.graph.Operator.microsoft;
import static io.latentmesh.networks.graph.Operator.onnx;

import java.util.List;

/**
 * Layers with weights, below one prefix of parameter names. Weights are taken as they are stored:
 * torch's linear layers keep {@code [out, in]}, and a transposed product costs nothing (0.84 to
 * 1.01 of one with a transposed copy). They are cast to the type of what they are applied to.
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

  /** A weight tensor itself, in the type that the graph computes in. */
  public Value parameter(String name, List<Long> shape) {
    return parameters.weight(prefix + name, shape, graph.settings().precision().type());
  }

  /** {@code x W^T + b} for tokens {@code [B,T,in]} and {@code W} {@code [out,in]}. */
  public Value linear(Value x, String name, int out) {
    return operations.add(linearWithoutBias(x, name, out), bias(name, out, x.type()));
  }

  /** {@code x W^T} for tokens {@code [B,T,in]} and {@code W} {@code [out,in]}. */
  public Value linearWithoutBias(Value x, String name, int out) {
    Value weight = matrix(name, out, x);
    return graph.add(microsoft("FusedMatMul").with("transB", 1), out, x, weight);
  }

  /** {@code x W^T + b} for rows {@code [B,in]} and {@code W} {@code [out,in]}. */
  public Value linearRows(Value x, String name, int out) {
    Value weight = matrix(name, out, x);
    Value bias = bias(name, out, x.type());
    return graph.add(onnx("Gemm").with("transB", 1), out, x, weight, bias);
  }

  /** {@code x W^T} for rows {@code [B,in]} and {@code W} {@code [out,in]}. */
  public Value linearRowsWithoutBias(Value x, String name, int out) {
    return graph.add(onnx("Gemm").with("transB", 1), out, x, matrix(name, out, x));
  }

  /** A convolution of an image {@code [B,C,H,W]}. */
  public Value conv(Value x, String name, Convolution c) {
    long kernel = c.kernel();
    List<Long> shape = List.of((long) c.out(), (long) x.width(), kernel, kernel);
    Value weight = parameters.weight(prefix + name + ".weight", shape, x.type());
    Operator operator =
        (fused() ? microsoft("NhwcConv") : onnx("Conv"))
            .withInts("kernel_shape", kernel, kernel)
            .withInts("strides", c.stride(), c.stride())
            .withInts("pads", c.before(), c.before(), c.after(), c.after());
    Value laidOut = fused() ? operations.laidOut(weight) : weight;
    return graph.add(operator, c.out(), x, laidOut, bias(name, c.out(), x.type()));
  }

  /**
   * Group normalization of an image {@code [B,C,H,W]} with a scale and a shift per channel. In F32
   * whatever the graph computes in, as torch does it: squares of F16 above 255 are infinite, and
   * the mean of a picture's worth of them needs the bits.
   */
  public Value groupNorm(Value x, String name, GroupNorm norm) {
    norm.checkDivides(x, prefix + name);
    if (fused()) {
      return fusedGroupNorm(x, name, norm, 0);
    }
    Value wide = operations.float32(x);
    List<Long> perChannel = List.of((long) x.width(), 1L, 1L);
    Value scale = parameters.weight(prefix + name + ".weight", perChannel, ElementType.F32);
    Value shift = parameters.weight(prefix + name + ".bias", perChannel, ElementType.F32);
    Value normalized = operations.normalizedGroups(wide, norm);
    Value scaled = graph.add(onnx("Mul"), x.width(), normalized, scale);
    return graph.cast(graph.add(onnx("Add"), x.width(), scaled, shift), x.type());
  }

  /** {@link #groupNorm}, then SiLU. */
  public Value groupNormSilu(Value x, String name, GroupNorm norm) {
    if (fused()) {
      norm.checkDivides(x, prefix + name);
      return fusedGroupNorm(x, name, norm, 1);
    }
    return operations.silu(groupNorm(x, name, norm));
  }

  /** Scale and shift stay F32: the kernel takes nothing else. */
  private Value fusedGroupNorm(Value x, String name, GroupNorm norm, long activation) {
    Operator operator =
        microsoft("GroupNorm")
            .with("groups", norm.groups())
            .with("epsilon", norm.epsilon())
            .with("activation", activation)
            .with("channels_last", 1)
            .withMixedInputs();
    Value scale = vector(name + ".weight", x.width(), ElementType.F32);
    Value shift = vector(name + ".bias", x.width(), ElementType.F32);
    return graph.add(operator, x.width(), x, scale, shift);
  }

  /** Layer normalization over the last axis. SkipLayerNormalization is 4.4 times slower. */
  public Value layerNorm(Value x, String name, float epsilon) {
    Value scale = vector(name + ".weight", x.width(), x.type());
    Value shift = vector(name + ".bias", x.width(), x.type());
    Operator operator = onnx("LayerNormalization").with("axis", -1L).with("epsilon", epsilon);
    return graph.add(operator, x.width(), x, scale, shift);
  }

  /** A sum and its layer normalization. */
  public record NormedSum(Value sum, Value normed) {}

  /** {@code a + b} and {@link #layerNorm} of it. */
  public NormedSum layerNormOfSum(Value a, Value b, String name, float epsilon) {
    if (!fused()) {
      Value sum = operations.add(a, b);
      return new NormedSum(sum, layerNorm(sum, name, epsilon));
    }
    int width = a.width();
    Operator operator =
        microsoft("SkipLayerNormalization").with("epsilon", epsilon).withoutOutputs(1, 2);
    Value scale = vector(name + ".weight", width, a.type());
    Value shift = vector(name + ".bias", width, a.type());
    List<Integer> widths = List.of(width, width, width, width);
    List<Value> outputs = graph.add(operator, widths, a, b, scale, shift);
    return new NormedSum(outputs.getLast(), outputs.getFirst());
  }

  /** {@code a * gelu(b)} where {@code [a, b] = x W^T + b'}, each {@code width} wide. */
  public Value gatedGelu(Value x, String name, int width) {
    if (!fused()) {
      return operations.gatedGelu(linear(x, name, 2 * width));
    }
    Value projected = linearWithoutBias(x, name, 2 * width);
    Value bias = bias(name, 2 * width, x.type());
    return graph.add(microsoft("BiasSplitGelu"), width, projected, bias);
  }

  /** Rows {@code [.., width]} of a table {@code [entries, width]} by I64 index. */
  public Value embedding(Value ids, String name, int entries, int width) {
    List<Long> shape = List.of((long) entries, (long) width);
    return parameters.rows(prefix + name + ".weight", shape, ids);
  }

  private boolean fused() {
    return graph.settings().operators() == GraphSettings.OperatorSet.UNVERIFIED_CUDA;
  }

  private Value matrix(String name, int out, Value x) {
    List<Long> shape = List.of((long) out, (long) x.width());
    return parameters.weight(prefix + name + ".weight", shape, x.type());
  }

  private Value bias(String name, int out, ElementType type) {
    return vector(name + ".bias", out, type);
  }

  private Value vector(String name, int length, ElementType type) {
    return parameters.weight(prefix + name, List.of((long) length), type);
  }
}
