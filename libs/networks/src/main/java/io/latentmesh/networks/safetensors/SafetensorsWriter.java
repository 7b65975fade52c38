package io.latentmesh.networks.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects tensors and writes them as one safetensors file, laid out as the reference library does:
 * widest type first, then by name, the header padded with spaces to a multiple of 8. For results of
 * a run, not for models: everything is held in memory. Confined to one thread; arrays are copied.
 */
public final class SafetensorsWriter {
  private final Map<String, Pending> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  /** A tensor to write; the buffer is read through duplicates only. */
  private record Pending(String name, Dtype dtype, List<Long> shape, ByteBuffer bytes) {}

  /** Adds an entry of {@code __metadata__}. */
  public SafetensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * Adds a tensor of F32.
   *
   * @throws IllegalArgumentException if the name is taken or the shape has another element count
   */
  public SafetensorsWriter floats(String name, List<Long> shape, float[] values) {
    ByteBuffer bytes = buffer(4L * values.length);
    bytes.asFloatBuffer().put(values);
    return add(new Pending(name, Dtype.F32, List.copyOf(shape), bytes));
  }

  /**
   * Adds a tensor of I64.
   *
   * @throws IllegalArgumentException if the name is taken or the shape has another element count
   */
  public SafetensorsWriter longs(String name, List<Long> shape, long[] values) {
    ByteBuffer bytes = buffer(8L * values.length);
    bytes.asLongBuffer().put(values);
    return add(new Pending(name, Dtype.I64, List.copyOf(shape), bytes));
  }

  private SafetensorsWriter add(Pending tensor) {
    long product = tensor.shape().stream().reduce(1L, Math::multiplyExact);
    int elements = tensor.bytes().capacity() / tensor.dtype().bytes();
    if (product != elements || tensor.shape().stream().anyMatch(extent -> extent < 0)) {
      throw new IllegalArgumentException(
          "tensor '%s': shape must have %d elements, was %s"
              .formatted(tensor.name(), elements, tensor.shape()));
    }
    if (tensor.name().equals("__metadata__")
        || tensors.putIfAbsent(tensor.name(), tensor) != null) {
      throw new IllegalArgumentException("tensor '" + tensor.name() + "': name is taken");
    }
    return this;
  }

  /** Writes the file, replacing an existing one. */
  public void write(Path file) throws IOException {
    List<Pending> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(
        Comparator.comparingInt((Pending tensor) -> -tensor.dtype().bytes())
            .thenComparing(Pending::name));
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, header(inOrder));
      for (Pending tensor : inOrder) {
        writeFully(channel, tensor.bytes().duplicate());
      }
    }
  }

  private ByteBuffer header(List<Pending> inOrder) {
    List<TensorEntry> entries = new ArrayList<>();
    long offset = 0;
    for (Pending tensor : inOrder) {
      long end = offset + tensor.bytes().capacity();
      entries.add(new TensorEntry(tensor.name(), tensor.dtype(), tensor.shape(), offset, end));
      offset = end;
    }
    return HeaderBytes.of(metadata, entries);
  }

  private static ByteBuffer buffer(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
