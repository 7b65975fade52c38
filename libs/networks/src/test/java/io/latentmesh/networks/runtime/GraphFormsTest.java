package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.architecture.UnetVariant;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.TinyModelFolder;
import io.latentmesh.networks.folder.WeightFiles;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.graph.GraphSettings.OperatorSet;
import io.latentmesh.networks.graph.Precision;
import io.latentmesh.networks.graph.Weights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the F16 graphs of a denoiser are made of, read from the graphs themselves. */
class GraphFormsTest {
  private static final GraphSettings FUSED =
      new GraphSettings(Precision.FP16, OperatorSet.UNVERIFIED_CUDA);

  private final TinyModelFolder model;
  private final Path root;

  GraphFormsTest(@TempDir Path root) {
    this.root = root;
    this.model =
        TinyModelFolder.in(root)
            .set(TinyModelFolder.UNET, "block_out_channels", "[16, 16, 16]")
            .set(TinyModelFolder.UNET, "norm_num_groups", "8");
  }

  @Test
  void graph_inF16_takesAndGivesF32() {
    GraphProto graph = unet(GraphSettings.FP16);
    assertThat(Stream.concat(graph.getInputList().stream(), graph.getOutputList().stream()))
        .extracting(GraphFormsTest::type)
        .containsOnly(DataType.FLOAT);
  }

  @Test
  void graph_inF16_computesSinesInF32() {
    GraphProto graph = unet(GraphSettings.FP16);
    assertThat(ancestors(graph, "Sin")).isNotEmpty().doesNotContain("Cast");
    assertThat(ancestors(graph, "Cos")).isNotEmpty().doesNotContain("Cast");
  }

  @Test
  void graph_inF16_normalizesGroupsInF32() {
    GraphProto graph = unet(GraphSettings.FP16);
    Map<String, NodeProto> producers = producers(graph);
    for (NodeProto norm : nodes(graph, "InstanceNormalization")) {
      NodeProto reshape = producer(producers, norm.getInput(0));
      assertThat(castTo(producer(producers, reshape.getInput(0)))).isEqualTo(DataType.FLOAT);
    }
  }

  @Test
  void graph_inF16_castsTheUsualAttentionNotAtAll() {
    assertThat(attentionInputs(unet(GraphSettings.FP16))).doesNotContain("Cast");
  }

  @Test
  void graph_inF16WithUpcastAttention_castsItsInputs() {
    model.set(TinyModelFolder.UNET, "upcast_attention", "true");
    assertThat(attentionInputs(unet(GraphSettings.FP16))).containsOnly("Cast");
    assertThat(attentionInputs(unet(GraphSettings.FP32))).doesNotContain("Cast");
  }

  @Test
  void graph_ofPortableOperators_hasNoneOfCudasOwn() {
    assertThat(operators(unet(GraphSettings.FP16)))
        .containsAll(Set.of("Conv", "InstanceNormalization", "QuickGelu", "Gelu"))
        .doesNotContain("NhwcConv", "GroupNorm", "BiasSplitGelu", "SkipLayerNormalization");
  }

  @Test
  void graph_ofCudasOperators_hasTheFusedFormsOnly() {
    GraphProto graph = unet(FUSED);
    assertThat(operators(graph))
        .containsAll(Set.of("NhwcConv", "GroupNorm", "BiasSplitGelu", "SkipLayerNormalization"))
        .doesNotContain("Conv", "InstanceNormalization", "Gelu", "Split");
  }

  @Test
  void graph_ofCudasOperators_activatesInTheNormsOfResidualBlocksOnly() {
    List<NodeProto> norms = nodes(unet(FUSED), "GroupNorm");
    long plain = norms.stream().filter(norm -> attribute(norm, "activation").getI() == 0).count();
    long transformers = nodes(unet(FUSED), "BiasSplitGelu").size();
    assertThat(plain).isEqualTo(transformers).isPositive().isLessThan(norms.size());
  }

  @Test
  void graph_ofCudasOperators_keepsScalesOfGroupNormsInF32() {
    GraphProto graph = unet(FUSED);
    Map<String, NodeProto> producers = producers(graph);
    for (NodeProto norm : nodes(graph, "GroupNorm")) {
      assertThat(producers).doesNotContainKeys(norm.getInput(1), norm.getInput(2));
    }
  }

  @Test
  void graph_ofCudasOperators_transposesImagesAtItsEdgesOnly() {
    GraphProto graph = unet(FUSED);
    Set<String> stored =
        graph.getInitializerList().stream()
            .map(tensor -> tensor.getName())
            .collect(Collectors.toSet());
    Map<String, NodeProto> producers = producers(graph);
    List<NodeProto> images =
        nodes(graph, "Transpose").stream()
            .filter(node -> !stored.contains(origin(producers, node.getInput(0))))
            .toList();
    assertThat(images).hasSize(2);
  }

  @Test
  void graph_ofCudasOperators_leavesOutTheStatisticsOfSkipLayerNormalization() {
    assertThat(nodes(unet(FUSED), "SkipLayerNormalization"))
        .isNotEmpty()
        .allSatisfy(node -> {
          assertThat(node.getOutputCount()).isEqualTo(4);
          assertThat(node.getOutput(1)).isEmpty();
          assertThat(node.getOutput(2)).isEmpty();
        });
  }

  private GraphProto unet(GraphSettings settings) {
    DiffusersFolder folder = DiffusersFolder.open(root);
    RandomWeights.write(
        folder.unetWeights(), List.of(weights -> UnetNetwork.graph(folder.unetConfig(), weights)));
    Weights weights = Weights.of(WeightFiles.open(folder.unetWeights()));
    byte[] bytes =
        UnetNetwork.graph(folder.unetConfig(), UnetVariant.PLAIN, weights, settings).model();
    try {
      return ModelProto.parseFrom(bytes).getGraph();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DataType type(ValueInfoProto info) {
    return DataType.forNumber(info.getType().getTensorType().getElemType());
  }

  private static Set<String> operators(GraphProto graph) {
    return graph.getNodeList().stream().map(NodeProto::getOpType).collect(Collectors.toSet());
  }

  private static List<NodeProto> nodes(GraphProto graph, String operator) {
    return graph.getNodeList().stream().filter(n -> n.getOpType().equals(operator)).toList();
  }

  private static Map<String, NodeProto> producers(GraphProto graph) {
    Map<String, NodeProto> producers = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> producers.put(output, node));
    }
    return producers;
  }

  private static NodeProto producer(Map<String, NodeProto> producers, String value) {
    return Objects.requireNonNull(producers.get(value), value);
  }

  /** The operators between a graph's inputs and the first node of a type. */
  private static List<String> ancestors(GraphProto graph, String operator) {
    Map<String, NodeProto> producers = producers(graph);
    return above(producers, nodes(graph, operator).getFirst()).map(NodeProto::getOpType).toList();
  }

  private static Stream<NodeProto> above(Map<String, NodeProto> producers, NodeProto node) {
    return node.getInputList().stream()
        .filter(producers::containsKey)
        .map(input -> producer(producers, input))
        .flatMap(parent -> Stream.concat(Stream.of(parent), above(producers, parent)));
  }

  /** What a value is before it is cast. */
  private static String origin(Map<String, NodeProto> producers, String value) {
    NodeProto producer = producers.get(value);
    return producer != null && producer.getOpType().equals("Cast")
        ? origin(producers, producer.getInput(0))
        : value;
  }

  private static List<String> attentionInputs(GraphProto graph) {
    Map<String, NodeProto> producers = producers(graph);
    return Stream.of("Attention", "MultiHeadAttention")
        .flatMap(operator -> nodes(graph, operator).stream())
        .flatMap(node -> node.getInputList().stream())
        .map(input -> producer(producers, input).getOpType())
        .toList();
  }

  private static DataType castTo(NodeProto node) {
    assertThat(node.getOpType()).isEqualTo("Cast");
    return DataType.forNumber((int) attribute(node, "to").getI());
  }

  private static AttributeProto attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
