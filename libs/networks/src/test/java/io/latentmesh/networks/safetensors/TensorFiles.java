package io.latentmesh.networks.safetensors;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weight files of any type, as tests need them. */
public final class TensorFiles {
  private TensorFiles() {}

  /** A tensor to write; the buffer is read through duplicates only. */
  public record Stored(Dtype dtype, List<Long> shape, ByteBuffer bytes) {}

  /** Values as a type that they fit, rounded to nearest even if need be. */
  public static Stored stored(Dtype dtype, List<Long> shape, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (dtype) {
        case F32 -> bytes.putFloat(value);
        case F16 -> bytes.putShort(Float.floatToFloat16(value));
        case BF16 -> bytes.putShort(bfloat16(value));
        default -> throw new IllegalArgumentException("no test writes " + dtype);
      }
    }
    return new Stored(dtype, shape, bytes.flip());
  }

  /** Integers, as old text encoders store their positions. */
  public static Stored positions(List<Long> shape, long[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Dtype.I64.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return new Stored(Dtype.I64, shape, bytes.flip());
  }

  /** The nearest value that has the upper 16 bits only. */
  public static float roundedToBfloat16(float value) {
    return Float.intBitsToFloat(bfloat16(value) << 16);
  }

  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
  }

  /** Tensors one behind the other, in the map's order. */
  public static Path write(Path file, Map<String, Stored> tensors) {
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, Stored> tensor : tensors.entrySet()) {
      long end = offset + tensor.getValue().bytes().remaining();
      entries.put(
          tensor.getKey(),
          new TensorEntry(
              tensor.getKey(), tensor.getValue().dtype(), tensor.getValue().shape(), offset, end));
      offset = end;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(header(entries.values()));
      for (Stored tensor : tensors.values()) {
        channel.write(tensor.bytes().duplicate());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of the right size whose data is a hole: no disk is used for it. */
  public static Path writeHole(Path file, Dtype dtype, Map<String, List<Long>> shapes) {
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, List<Long>> shape : shapes.entrySet()) {
      long elements = shape.getValue().stream().reduce(1L, Math::multiplyExact);
      long end = offset + elements * dtype.bytes();
      entries.put(
          shape.getKey(), new TensorEntry(shape.getKey(), dtype, shape.getValue(), offset, end));
      offset = end;
    }
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      ByteBuffer header = header(entries.values());
      out.setLength(header.remaining() + offset);
      out.getChannel().write(header);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Entries whose offsets count from the beginning of the data. */
  private static ByteBuffer header(Iterable<TensorEntry> entries) {
    StringBuilder json = new StringBuilder("{");
    for (TensorEntry entry : entries) {
      json.append(json.length() == 1 ? "" : ",")
          .append("\"%s\":{\"dtype\":\"%s\",".formatted(entry.name(), entry.dtype()))
          .append("\"shape\":%s,".formatted(entry.shape()))
          .append("\"data_offsets\":[%d,%d]}".formatted(entry.begin(), entry.end()));
    }
    byte[] bytes = json.append("}").toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(bytes.length)
        .put(bytes)
        .flip();
  }
}
