package io.latentmesh.networks.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.latentmesh.networks.safetensors.Dtype;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the weights of a graph, one initializer after the other. Confined to one thread. */
final class InitializerReader {
  /** Longer than any name, path or number that stands there. */
  private static final int MAX_ENTRY_BYTES = 4096;

  /** Ten times those of the largest network known. */
  private static final int MAX_INITIALIZERS = 50_000;

  /** By the number of ONNX's data type. */
  private static final Map<Integer, Dtype> FLOATING =
      Map.of(
          TensorProto.DataType.FLOAT_VALUE, Dtype.F32,
          TensorProto.DataType.FLOAT16_VALUE, Dtype.F16,
          TensorProto.DataType.BFLOAT16_VALUE, Dtype.BF16,
          TensorProto.DataType.DOUBLE_VALUE, Dtype.F64);

  private final Path file;
  private final CodedInputStream in;
  private final Set<String> names = new HashSet<>();
  private final Set<Path> files = new LinkedHashSet<>();
  private final Map<Dtype, OnnxWeights.Tensors> byType = new EnumMap<>(Dtype.class);
  private long parameters;
  private int count;

  InitializerReader(Path file, CodedInputStream in) {
    this.file = file;
    this.in = in;
  }

  /** Names of all initializers: a graph may list them among its inputs. */
  Set<String> names() {
    return names;
  }

  OnnxWeights weights() {
    return new OnnxWeights(byType, parameters, List.copyOf(files));
  }

  /** Reads one; the stream ends where it does. */
  void read() throws IOException {
    if (++count > MAX_INITIALIZERS) {
      throw new OnnxFileException(
          file, "initializers: must be at most %d, are more".formatted(MAX_INITIALIZERS));
    }
    long elements = 1;
    int type = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case TensorProto.DIMS_FIELD_NUMBER -> elements = times(elements, tag);
        case TensorProto.DATA_TYPE_FIELD_NUMBER -> type = in.readInt32();
        case TensorProto.NAME_FIELD_NUMBER ->
            names.add(new String(bytes(), StandardCharsets.UTF_8));
        case TensorProto.EXTERNAL_DATA_FIELD_NUMBER -> external();
        default -> in.skipField(tag);
      }
    }
    count(elements, type);
  }

  private void count(long elements, int type) {
    Dtype dtype = FLOATING.get(type);
    if (dtype != null) {
      parameters += elements;
      OnnxWeights.Tensors sofar = byType.getOrDefault(dtype, new OnnxWeights.Tensors(0, 0));
      byType.put(dtype, sofar.plus(elements * dtype.bytes()));
    }
  }

  /** One axis, or all in one field. */
  private long times(long elements, int tag) throws IOException {
    if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
      return product(elements, in.readInt64());
    }
    int limit = in.pushLimit(in.readRawVarint32());
    long product = elements;
    while (in.getBytesUntilLimit() > 0) {
      product = product(product, in.readInt64());
    }
    in.popLimit(limit);
    return product;
  }

  private long product(long elements, long axis) {
    if (axis < 0 || (axis > 0 && elements > Long.MAX_VALUE / 16 / axis)) {
      throw new OnnxFileException(
          file, "initializer shape: must have axes of a countable size, has one of " + axis);
    }
    return elements * axis;
  }

  private void external() throws IOException {
    StringStringEntryProto entry = StringStringEntryProto.parseFrom(bytes());
    if (entry.getKey().equals("location")) {
      files.add(besideTheGraph(entry.getValue()));
    }
  }

  private Path besideTheGraph(String location) {
    Path folder = file.resolveSibling(".").normalize();
    try {
      Path found = folder.resolve(location).normalize();
      if (found.startsWith(folder) && !found.equals(folder) && Files.isRegularFile(found)) {
        return found;
      }
    } catch (InvalidPathException e) {
      throw new OnnxFileException(file, "weights: must be a file's name, was " + location, e);
    }
    throw new OnnxFileException(
        file, "weights: must be a file in the graph's folder, was '%s'".formatted(location));
  }

  private byte[] bytes() throws IOException {
    int size = in.readRawVarint32();
    if (size < 0 || size > MAX_ENTRY_BYTES) {
      throw new OnnxFileException(
          file,
          "initializer: names must have at most %d bytes, one has %d"
              .formatted(MAX_ENTRY_BYTES, size));
    }
    return in.readRawBytes(size);
  }
}
