package io.latentmesh.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import io.latentmesh.networks.fuzz.Bounds;
import io.latentmesh.networks.fuzz.Mutations;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a described graph or a refusal. */
class GraphFuzzTest {
  private static final Path FILE = Path.of("fuzzed.onnx").toAbsolutePath();
  private static final Bounds BOUNDS = Bounds.bytes(4_000_000);

  /** Tags with lengths behind them: of the graph and what it is made of; small lengths, too. */
  private static final List<String> TOKENS =
      List.of(
          ":", "*", "Z", "b", "\n", "\u0012", "\u001a", "j", "J", "\b", "\u0010", "\u007f", "p");

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void read_ofAnyBytes_refusesOrDescribes(byte[] input) {
    BOUNDS.check(GraphFuzzTest::read, input);
  }

  @Test
  void read_ofBrokenGraphs_refusesOrDescribes() {
    new Mutations(seeds(), TOKENS, BOUNDS).run("onnx graph", GraphFuzzTest::read);
  }

  private static List<byte[]> seeds() {
    return List.of(model(raw("w")), model(external("v")), model(raw("x")));
  }

  private static void read(byte[] input) {
    try {
      OnnxGraphFile graph = OnnxReader.read(FILE, new ByteArrayInputStream(input));
      assertThat(graph.weights().parameters()).isNotNegative();
    } catch (OnnxFileException e) {
      if (!String.valueOf(e.getMessage()).startsWith(FILE + ": ")) {
        throw e;
      }
    }
  }

  private static byte[] model(TensorProto.Builder weights) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(info("x", TensorProto.DataType.FLOAT16_VALUE))
            .addInput(info("timestep", TensorProto.DataType.INT64_VALUE))
            .addOutput(info("y", TensorProto.DataType.FLOAT_VALUE))
            .addInitializer(weights);
    return ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build().toByteArray();
  }

  private static TensorProto.Builder raw(String name) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addAllDims(List.of(2L, 3L))
        .setRawData(ByteString.copyFrom(new byte[24]));
  }

  private static TensorProto.Builder external(String name) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT16_VALUE)
        .addDims(32)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(
            StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin"));
  }

  private static ValueInfoProto info(String name, int type) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("batch");
    shape.addDimBuilder().setDimValue(4);
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
