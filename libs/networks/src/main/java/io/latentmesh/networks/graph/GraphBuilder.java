package io.latentmesh.networks.graph;

import static io.latentmesh.networks.graph.Operator.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Writes one ONNX graph, node after node. {@link #operations()} computes without weights, {@link
 * #layers()} with them.
 *
 * <p>Belongs to one thread; {@link #build()} ends it.
 */
public final class GraphBuilder {
  /** ONNX Runtime's own operators. */
  static final String MICROSOFT = "com.microsoft";

  /** The first with Attention; Gelu came with 20. */
  private static final long OPSET = 23;

  private static final long IR_VERSION = 10;

  private final Weights weights;
  private final GraphSettings settings;
  private final GraphProto.Builder graph;
  private final Map<String, Value> shared = new HashMap<>();
  private final Operations operations;
  private int nodes;

  /** Starts an F32 graph called {@code name} that takes its weights from {@code weights}. */
  public GraphBuilder(String name, Weights weights) {
    this(name, weights, GraphSettings.FP32);
  }

  /** Starts a graph called {@code name} that takes its weights from {@code weights}. */
  public GraphBuilder(String name, Weights weights, GraphSettings settings) {
    this.weights = weights;
    this.settings = settings;
    this.operations = new Operations(this);
    this.graph = GraphProto.newBuilder().setName(name);
  }

  /** Declares an input; {@code width} is the length of its feature axis. */
  public Value input(String name, ElementType type, List<Axis> axes, int width) {
    graph.addInput(info(name, type, axes));
    return new Value(name, width, type);
  }

  /**
   * Declares {@code value} as an F32 output called {@code name}: callers see F32 whatever the
   * network computes in.
   */
  public void output(String name, Value value, List<Axis> axes) {
    Operator last = value.type() == ElementType.F32 ? onnx("Identity") : cast(ElementType.F32);
    graph.addNode(last.node().clearDomain().addInput(value.name()).addOutput(name));
    graph.addOutput(info(name, ElementType.F32, axes));
  }

  /** Computations without weights. */
  public Operations operations() {
    return operations;
  }

  /** The network's outermost layers: parameter names without a prefix. */
  public Layers layers() {
    return new Layers(this, "");
  }

  /**
   * The finished graph.
   *
   * @throws WeightsException if tensors were missing or had another shape or type
   */
  public NetworkGraph build() {
    weights.throwIfProblems();
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("latentmesh")
            .addOpsetImport(opset("", OPSET))
            .addOpsetImport(opset(MICROSOFT, 1))
            .setGraph(graph)
            .build();
    return new NetworkGraph(model.toByteArray(), weights, settings.precision());
  }

  /** Adds a node with one output of {@code width} features. */
  Value add(Operator operator, int width, Value... inputs) {
    return add(operator, List.of(width), inputs).getFirst();
  }

  /** Adds a node with one output per element of {@code widths}. */
  List<Value> add(Operator operator, List<Integer> widths, Value... inputs) {
    operator.check(inputs);
    String name = operator.type() + "_" + nodes++;
    NodeProto.Builder node = operator.node().setName(name);
    for (Value input : inputs) {
      node.addInput(input.name());
    }
    List<Value> outputs = outputs(name, widths, operator.result(inputs));
    for (int i = 0; i < outputs.size(); i++) {
      node.addOutput(operator.computes(i) ? outputs.get(i).name() : "");
    }
    graph.addNode(node);
    return outputs;
  }

  void addInitializer(TensorProto tensor) {
    graph.addInitializer(tensor);
  }

  Weights weights() {
    return weights;
  }

  GraphSettings settings() {
    return settings;
  }

  /** {@code x} as {@code type}: itself where it is of that type. */
  Value cast(Value x, ElementType type) {
    return x.type() == type ? x : add(cast(type), x.width(), x);
  }

  private static Operator cast(ElementType type) {
    return onnx("Cast").with("to", type.number()).giving(type);
  }

  /** The value made before under {@code name}, else the one that {@code make} adds now. */
  Value shared(String name, Supplier<Value> make) {
    Value known = shared.get(name);
    if (known != null) {
      return known;
    }
    Value made = make.get();
    shared.put(name, made);
    return made;
  }

  private static List<Value> outputs(String node, List<Integer> widths, ElementType type) {
    if (widths.size() == 1) {
      return List.of(new Value(node, widths.getFirst(), type));
    }
    return IntStream.range(0, widths.size())
        .mapToObj(i -> new Value(node + "_" + i, widths.get(i), type))
        .toList();
  }

  private static OperatorSetIdProto opset(String domain, long version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
  }

  private static ValueInfoProto info(String name, ElementType type, List<Axis> axes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Axis axis : axes) {
      shape.addDim(
          switch (axis) {
            case Axis.Fixed(long length) -> Dimension.newBuilder().setDimValue(length);
            case Axis.Symbol(String symbol) -> Dimension.newBuilder().setDimParam(symbol);
          });
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.number()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
