package io.latentmesh.networks.runtime;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.latentmesh.networks.architecture.AutoencoderDecoderNetwork;
import io.latentmesh.networks.architecture.AutoencoderEncoderNetwork;
import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.architecture.UnetVariant;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.ModelCopy;
import io.latentmesh.networks.folder.WeightFiles;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A folder as exporters write it: the reference model's graphs, with the inputs and outputs that
 * optimum or diffusers' own script give them. The graphs themselves are those written here, so that
 * answers can be compared bit for bit.
 */
final class Exports {
  private final Path root;
  private final DiffusersFolder model = DiffusersFolder.open(ModelCopy.sd1());

  private Exports(Path root) {
    this.root = root;
  }

  /** As optimum exports: a config beside each graph, one scalar timestep. */
  static Path optimum(Path root) {
    Exports exports = new Exports(root);
    exports.write(graph -> timestep(graph, ElementType.F32, List.of()));
    for (String config : List.of("unet", "text_encoder")) {
      exports.link(config + "/config.json", config + "/config.json");
    }
    exports.link("vae/config.json", "vae_decoder/config.json");
    exports.link("vae/config.json", "vae_encoder/config.json");
    return root;
  }

  /** With another form of timesteps, still with its configs. */
  static Path withTimesteps(Path root, ElementType type, List<String> axes) {
    new Exports(root).write(graph -> timestep(graph, type, axes));
    return root;
  }

  /** With inputs and outputs of half the width. */
  static Path inHalves(Path root) {
    new Exports(root).write(graph -> halves(timestep(graph, ElementType.F16, List.of())));
    return root;
  }

  private void write(UnaryOperator<ModelProto> unet) {
    for (String file : List.of("model_index.json", "scheduler/scheduler_config.json")) {
      link(file, file);
    }
    for (String file :
        List.of("vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json")) {
      link("tokenizer/" + file, "tokenizer/" + file);
    }
    graph(
        new Part("unet", model.unetWeights()),
        weights -> UnetNetwork.graph(model.unetConfig(), UnetVariant.PLAIN, weights),
        unet);
    graph(
        new Part("text_encoder", model.textWeights()),
        weights -> ClipTextNetwork.graph(model.textConfig(), weights),
        this::textOutputs);
    graph(
        new Part("vae_decoder", model.vaeWeights()),
        weights -> AutoencoderDecoderNetwork.graph(model.vaeConfig(), weights),
        UnaryOperator.identity());
    graph(
        new Part("vae_encoder", model.vaeWeights()),
        weights -> AutoencoderEncoderNetwork.graph(model.vaeConfig(), weights),
        Exports::joinedMoments);
  }

  private record Part(String name, Path weights) {}

  private void graph(
      Part part, Function<Weights, NetworkGraph> network, UnaryOperator<ModelProto> edit) {
    try {
      Path folder = Files.createDirectories(root.resolve(part.name()));
      Path weights = Files.copy(part.weights(), folder.resolve("weights.pb"));
      NetworkGraph graph = network.apply(Weights.of(WeightFiles.open(weights)));
      ModelProto edited = edit.apply(ModelProto.parseFrom(graph.model()));
      Files.write(folder.resolve("model.onnx"), edited.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void link(String from, String to) {
    try {
      Files.createDirectories(root.resolve(to).resolve("..").normalize());
      Files.createSymbolicLink(root.resolve(to), model.root().resolve(from).toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The timestep of every row from another form of input. */
  private static ModelProto timestep(ModelProto model, ElementType type, List<String> axes) {
    GraphProto graph = model.getGraph();
    GraphProto.Builder edited = graph.toBuilder().clearInput().clearNode();
    for (ValueInfoProto input : graph.getInputList()) {
      boolean other = input.getName().equals(UnetNetwork.TIMESTEP);
      edited.addInput(other ? info(input.getName(), type, axes) : input);
    }
    edited.addNode(cast(UnetNetwork.TIMESTEP, "timestep_f32", ElementType.F32));
    edited.addNode(node("Shape", "rows", UnetNetwork.LATENT).addAttribute(integer("end", 1)));
    edited.addNode(node("Expand", "timestep_rows", "timestep_f32", "rows"));
    for (NodeProto node : graph.getNodeList()) {
      edited.addNode(renamed(node, UnetNetwork.TIMESTEP, "timestep_rows"));
    }
    return model.toBuilder().setGraph(edited).build();
  }

  /** All float inputs and the output in F16, as of a model exported in halves. */
  private static ModelProto halves(ModelProto model) {
    GraphProto.Builder edited = model.getGraph().toBuilder().clearNode();
    for (int i = 0; i < edited.getInputCount(); i++) {
      edited
          .getInputBuilder(i)
          .getTypeBuilder()
          .getTensorTypeBuilder()
          .setElemType(ElementType.F16.number());
    }
    edited
        .getOutputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(ElementType.F16.number());
    for (String input : List.of(UnetNetwork.LATENT, UnetNetwork.HIDDEN_STATES)) {
      edited.addNode(cast(input, input + "_f32", ElementType.F32));
    }
    for (NodeProto node : model.getGraph().getNodeList()) {
      NodeProto wide = renamed(node, UnetNetwork.LATENT, UnetNetwork.LATENT + "_f32");
      wide = renamed(wide, UnetNetwork.HIDDEN_STATES, UnetNetwork.HIDDEN_STATES + "_f32");
      edited.addNode(
          wide.getOutput(0).equals(UnetNetwork.PREDICTION)
              ? wide.toBuilder().setOutput(0, "prediction_f32")
              : wide.toBuilder());
    }
    edited.addNode(cast("prediction_f32", UnetNetwork.PREDICTION, ElementType.F16));
    return model.toBuilder().setGraph(edited).build();
  }

  /** The ids only go in, and the last states only come out, under the exporters' name. */
  private ModelProto textOutputs(ModelProto model) {
    int positions = this.model.textConfig().positions();
    String last = ClipTextNetwork.normedHiddenStates(this.model.textConfig().layers());
    GraphProto.Builder edited = model.getGraph().toBuilder().clearInput().clearOutput();
    for (ValueInfoProto input : model.getGraph().getInputList()) {
      if (!input.getName().equals(ClipTextNetwork.KEY_BIAS)) {
        edited.addInput(input);
      }
    }
    edited.addInitializer(
        TensorProto.newBuilder()
            .setName(ClipTextNetwork.KEY_BIAS)
            .setDataType(ElementType.F32.number())
            .addAllDims(List.of(1L, 1L, 1L, (long) positions))
            .setRawData(ByteString.copyFrom(new byte[Float.BYTES * positions])));
    edited.addNode(node("Identity", "last_hidden_state", last));
    edited.addOutput(info("last_hidden_state", ElementType.F32, List.of("b", "s", "d")));
    for (ValueInfoProto output : model.getGraph().getOutputList()) {
      if (output.getName().equals(ClipTextNetwork.POOLED)) {
        edited.addOutput(output);
      }
    }
    return model.toBuilder().setGraph(edited).build();
  }

  private static ModelProto joinedMoments(ModelProto model) {
    GraphProto.Builder edited = model.getGraph().toBuilder().clearOutput();
    edited.addNode(
        node(
                "Concat",
                "latent_parameters",
                AutoencoderEncoderNetwork.MEAN,
                AutoencoderEncoderNetwork.LOG_VARIANCE)
            .addAttribute(integer("axis", 1)));
    edited.addOutput(info("latent_parameters", ElementType.F32, List.of("b", "c", "h", "w")));
    return model.toBuilder().setGraph(edited).build();
  }

  private static NodeProto renamed(NodeProto node, String from, String to) {
    NodeProto.Builder edited = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      if (node.getInput(i).equals(from)) {
        edited.setInput(i, to);
      }
    }
    return edited.build();
  }

  private static NodeProto.Builder cast(String from, String to, ElementType type) {
    return node("Cast", to, from).addAttribute(integer("to", type.number()));
  }

  private static NodeProto.Builder node(String type, String output, String... inputs) {
    return NodeProto.newBuilder().setOpType(type).addOutput(output).addAllInput(List.of(inputs));
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /** A number is a fixed axis, anything else a name. */
  private static ValueInfoProto info(String name, ElementType type, List<String> axes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String axis : axes) {
      TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
      if (axis.matches("\\d+")) {
        dimension.setDimValue(Long.parseLong(axis));
      } else {
        dimension.setDimParam(axis);
      }
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.number()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
