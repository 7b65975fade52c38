package io.latentmesh.networks.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.SafetensorsWriter;
import io.latentmesh.networks.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphBuilderTest {
  private static final List<Axis> IMAGE = List.of(Axis.BATCH, Axis.of(2), Axis.HEIGHT, Axis.WIDTH);

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void writeWeights() throws IOException {
    file = folder.resolve("weights.safetensors");
    new SafetensorsWriter()
        .floats("a.weight", List.of(3L, 2L), new float[6])
        .floats("a.bias", List.of(3L), new float[3])
        .floats("b.weight", List.of(5L, 2L), new float[10])
        .longs("position_ids", List.of(2L), new long[2])
        .write(file);
  }

  @Test
  void build_tensorsMissingOrOfAnotherShape_areNamedInOneError() {
    GraphBuilder graph = graph();
    Value image = graph.input("x", ElementType.F32, IMAGE, 2);
    graph.layers().conv(image, "b", Convolution.pointwise(3));
    graph.layers().conv(image, "position_ids", Convolution.same3x3(4));
    assertThatThrownBy(graph::build)
        .asInstanceOf(type(WeightsException.class))
        .extracting(WeightsException::problems)
        .isEqualTo(
            List.of(
                "b.weight: expected shape [3, 2, 1, 1], found [5, 2]",
                "b.bias: expected shape [3], found no such tensor",
                "position_ids.weight: expected shape [4, 2, 3, 3], found no such tensor",
                "position_ids.bias: expected shape [4], found no such tensor"));
  }

  @Test
  void build_integerTensorAsWeight_isRefusedByType() {
    GraphBuilder graph = graph();
    graph.layers().parameter("position_ids", List.of(2L));
    assertThatThrownBy(graph::build)
        .hasMessageContaining("position_ids: expected F32, F16 or BF16, found I64");
  }

  @Test
  void build_weights_pointIntoTheirFile() throws IOException {
    ModelProto model = pointwiseConvolution();
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      TensorEntry entry = weights.entry("a.weight");
      assertThat(external(initializer(model, "a.weight[3, 2, 1, 1]")))
          .isEqualTo(
              Map.of(
                  "location", "weights.safetensors",
                  "offset", Long.toString(entry.begin()),
                  "length", "24"));
    }
  }

  @Test
  void build_linearWeightAsPointwiseConvolution_isDeclaredWithTheConvolutionsShape()
      throws IOException {
    assertThat(initializer(pointwiseConvolution(), "a.weight[3, 2, 1, 1]").getDimsList())
        .containsExactly(3L, 2L, 1L, 1L);
  }

  @Test
  void build_halfPrecisionWeight_isWidenedByACast() throws IOException {
    Path half = folder.resolve("half.safetensors");
    String header = "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}";
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[8 + json.length + 4];
    bytes[0] = (byte) json.length;
    System.arraycopy(json, 0, bytes, 8, json.length);
    Files.write(half, bytes);
    try (SafetensorsFile weights = SafetensorsFile.open(half)) {
      GraphBuilder graph = new GraphBuilder("test", Weights.of(weights));
      graph.layers().parameter("h", List.of(2L));
      NodeProto node = parse(graph.build()).getGraph().getNode(0);
      assertThat(node.getOpType()).isEqualTo("Cast");
      assertThat(node.getInputList()).containsExactly("h");
    }
  }

  @Test
  void build_tensorsWithoutUse_areListed() {
    GraphBuilder graph = graph();
    graph.layers().parameter("a.bias", List.of(3L));
    assertThat(graph.build().unusedTensors())
        .containsExactly("a.weight", "b.weight", "position_ids");
  }

  @Test
  void build_oneWeightTwice_isOneInitializer() throws IOException {
    GraphBuilder graph = graph();
    graph.layers().at("a").parameter("bias", List.of(3L));
    graph.layers().parameter("a.bias", List.of(3L));
    assertThat(parse(graph.build()).getGraph().getInitializerCount()).isEqualTo(1);
  }

  @Test
  void groupNorm_channelsNotDivisibleByGroups_isRefused() {
    GraphBuilder graph = graph();
    Value image = graph.input("x", ElementType.F32, IMAGE, 2);
    assertThatThrownBy(() -> graph.layers().groupNorm(image, "a", new GroupNorm(3, 1e-5f)))
        .hasMessage("a: 2 channels cannot be cut into 3 groups");
  }

  @Test
  void attention_widthNotDivisibleByHeads_isRefused() {
    Value x = new Value("x", 10, ElementType.F32);
    assertThatThrownBy(() -> new Attention(x, x, x, 4))
        .hasMessage("10 features cannot be cut into 4 attention heads");
  }

  private GraphBuilder graph() {
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      return new GraphBuilder("test", Weights.of(weights));
    }
  }

  private ModelProto pointwiseConvolution() throws IOException {
    GraphBuilder graph = graph();
    Value image = graph.input("x", ElementType.F32, IMAGE, 2);
    graph.layers().conv(image, "a", Convolution.pointwise(3));
    return parse(graph.build());
  }

  private static ModelProto parse(NetworkGraph graph) throws InvalidProtocolBufferException {
    return ModelProto.parseFrom(graph.model());
  }

  private static TensorProto initializer(ModelProto model, String name) {
    return model.getGraph().getInitializerList().stream()
        .filter(tensor -> tensor.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> external(TensorProto tensor) {
    return tensor.getExternalDataList().stream()
        .collect(
            Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
  }
}
