package io.latentmesh.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.latentmesh.networks.fuzz.Bounds;
import io.latentmesh.networks.fuzz.Mutations;
import io.latentmesh.networks.onnx.OnnxArgument.Dimension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxGraphFileTest {
  @TempDir private Path folder;

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  @BeforeEach
  void weights() throws IOException {
    Files.write(folder.resolve("weights.bin"), new byte[64]);
  }

  @Test
  void read_ofAGraph_namesInputsOutputsAndWeights() throws IOException {
    graph.addInput(info("x", TensorProto.DataType.FLOAT16_VALUE));
    graph.addInput(info("w", TensorProto.DataType.FLOAT_VALUE)); // an initializer is no input
    graph.addOutput(info("y", TensorProto.DataType.FLOAT_VALUE));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addAllDims(List.of(2L, 3L))
            .setRawData(ByteString.copyFrom(new byte[24])));
    graph.addInitializer(external("v", "weights.bin"));
    OnnxGraphFile file = OnnxGraphFile.read(write());
    assertThat(file.inputs())
        .containsExactly(
            new OnnxArgument("x", 10, List.of(new Dimension(0, "batch"), new Dimension(4, ""))));
    assertThat(file.output("y")).isPresent();
    assertThat(file.weights().parameters()).isEqualTo(6 + 32);
    assertThat(file.weights().storedType()).isEqualTo("F16");
    assertThat(file.weights().files()).containsExactly(folder.resolve("weights.bin"));
  }

  @Test
  void sha256_ofAGraph_changesWithTheFileBesideIt() throws IOException {
    graph.addInitializer(external("v", "weights.bin"));
    Path written = write();
    String before = OnnxGraphFile.read(written).sha256();
    Files.write(folder.resolve("weights.bin"), new byte[65]);
    assertThat(OnnxGraphFile.read(written).sha256()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../weights.bin", "/etc/hostname", "missing.bin", "", ".", "a\0b"})
  void read_ofWeightsElsewhere_isRefused(String location) throws IOException {
    graph.addInitializer(external("v", location));
    Path written = write();
    assertThatThrownBy(() -> OnnxGraphFile.read(written))
        .isInstanceOf(OnnxFileException.class)
        .hasMessageStartingWith(written + ": weights: must be a file");
  }

  @Test
  void read_ofAShapeBeyondCounting_isRefused() throws IOException {
    graph.addInitializer(
        TensorProto.newBuilder().setDataType(1).addDims(1L << 40).addDims(1 << 30));
    Path written = write();
    assertThatThrownBy(() -> OnnxGraphFile.read(written))
        .hasMessageContaining("initializer shape: must have axes of a countable size");
  }

  @Test
  void read_ofMissingAndForeignFiles_saysSo() throws IOException {
    assertThatThrownBy(() -> OnnxGraphFile.read(folder.resolve("no.onnx")))
        .hasMessageEndingWith("no.onnx: must be a file, was missing");
    Path empty = Files.createFile(folder.resolve("empty.onnx"));
    assertThatThrownBy(() -> OnnxGraphFile.read(empty)).hasMessageEndingWith("has none");
  }

  @Test
  void requireInput_ofAnotherName_listsThoseThereAre() throws IOException {
    graph.addInput(info("x", 1));
    OnnxGraphFile file = OnnxGraphFile.read(write());
    assertThatThrownBy(() -> file.requireInput("sample"))
        .hasMessageEndingWith("must have an input 'sample', has [x]");
  }

  /** Whatever is changed, cut off or put in: an answer, or an error of this package. */
  @Test
  void read_ofDamagedFiles_neverFailsOtherwise() throws IOException {
    graph
        .addInput(info("x", 1))
        .addOutput(info("y", 1))
        .addInitializer(external("v", "weights.bin"));
    List<byte[]> seeds = List.of(Files.readAllBytes(write()));
    Path damaged = folder.resolve("damaged.onnx");
    AtomicInteger read = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    new Mutations(seeds, List.of("location", "batch", "\u0012\u0001"), Bounds.bytes(4_000_000))
        .run(
            "onnx file",
            input -> {
              (reads(damaged, input) ? read : refused).incrementAndGet();
            });
    assertThat(refused).hasValueGreaterThanOrEqualTo(300);
    assertThat(read).hasPositiveValue();
  }

  private static boolean reads(Path file, byte[] input) {
    try {
      OnnxGraphFile.read(Files.write(file, input));
      return true;
    } catch (OnnxFileException e) {
      Mutations.requireNames(file, e);
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path write() throws IOException {
    Path file = folder.resolve("model.onnx");
    return Files.write(
        file, ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build().toByteArray());
  }

  private static TensorProto external(String name, String location) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT16_VALUE)
        .addDims(32)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location))
        .build();
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
