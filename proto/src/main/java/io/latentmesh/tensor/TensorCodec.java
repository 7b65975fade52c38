package io.latentmesh.tensor;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;

/**
 * Reads and writes {@link Tensor} messages. Readers take the proto path of the tensor and throw
 * {@link TensorFormatException} under that name when type, shape or byte count are wrong.
 */
public final class TensorCodec {
  private static final int MAX_AXES = 8;

  /** Of F16 on their way to float: few enough to be no burden, enough to be vectorized. */
  private static final int BLOCK = 1024;

  private TensorCodec() {}

  /** An F32 tensor of {@code shape} with a copy of {@code values} (C order). */
  public static Tensor ofFloats(float[] values, List<Long> shape) {
    return ofFloats(values, shape, DataType.DATA_TYPE_F32, "");
  }

  /**
   * A tensor of {@code shape} with a copy of {@code values} (C order) as {@code type}.
   *
   * @param type F32, or F16: rounded to the nearest, ties to even
   * @param field proto path of the tensor, for the error
   * @throws TensorFormatException naming the first value that F16 could only hold as infinity
   */
  public static Tensor ofFloats(float[] values, List<Long> shape, DataType type, String field) {
    return new ReusedTensor(type, shape).holding(values, field);
  }

  /** An I64 tensor of one axis with a copy of {@code values}. */
  public static Tensor ofLongs(long[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return tensor(DataType.DATA_TYPE_I64, List.of((long) values.length), bytes);
  }

  /**
   * A U8 tensor of {@code shape} that takes over {@code bytes}: the caller must not write to them
   * again.
   */
  public static Tensor ofBytes(byte[] bytes, List<Long> shape) {
    return tensor(DataType.DATA_TYPE_U8, shape, bytes);
  }

  /** The elements of an F32 or F16 tensor in C order, as a new array. */
  public static float[] floats(Tensor tensor, String field) {
    int count = checkedElements(tensor, field, DataType.DATA_TYPE_F32, DataType.DATA_TYPE_F16);
    float[] values = new float[count];
    copyFloats(tensor, values);
    return values;
  }

  /**
   * Puts the elements of an F32 or F16 tensor into {@code target}, in C order.
   *
   * @throws TensorFormatException if their number is not that of {@code target}, too
   */
  public static void copyFloats(Tensor tensor, String field, float[] target) {
    int count = checkedElements(tensor, field, DataType.DATA_TYPE_F32, DataType.DATA_TYPE_F16);
    if (count != target.length) {
      throw new TensorFormatException(
          field, "must have %d elements, has %d".formatted(target.length, count));
    }
    copyFloats(tensor, target);
  }

  /**
   * Appends the elements of an F32 or F16 tensor to {@code target}, in C order, without an array in
   * between.
   */
  public static void copyFloats(Tensor tensor, String field, FloatBuffer target) {
    int count = checkedElements(tensor, field, DataType.DATA_TYPE_F32, DataType.DATA_TYPE_F16);
    if (count > target.remaining()) {
      throw new TensorFormatException(
          field, "has %d elements, at most %d fit".formatted(count, target.remaining()));
    }
    copyFloats(tensor, target);
  }

  /** The elements of an I64 tensor in C order, as a new array. */
  public static long[] longs(Tensor tensor, String field) {
    long[] values = new long[checkedElements(tensor, field, DataType.DATA_TYPE_I64)];
    littleEndian(tensor).asLongBuffer().get(values);
    return values;
  }

  /** The elements of a U8 tensor in C order, without a copy. */
  public static ByteString bytes(Tensor tensor, String field) {
    checkedElements(tensor, field, DataType.DATA_TYPE_U8);
    return tensor.getData();
  }

  /**
   * Throws unless the tensor has exactly the axes of {@code expected}; an expected extent of -1
   * allows any.
   *
   * @throws TensorFormatException naming the field, the expected and the actual shape
   */
  public static void requireShape(Tensor tensor, String field, List<Long> expected) {
    List<Long> shape = tensor.getShapeList();
    boolean matches = shape.size() == expected.size();
    for (int i = 0; matches && i < shape.size(); i++) {
      matches = expected.get(i) == -1 || expected.get(i).equals(shape.get(i));
    }
    if (!matches) {
      throw new TensorFormatException(
          field + ".shape", "must be %s (-1 is any), was %s".formatted(expected, shape));
    }
  }

  /** Number of elements of a shape whose extents are positive. */
  public static int elements(List<Long> shape) {
    long count = 1;
    for (long extent : shape) {
      count = Math.multiplyExact(count, extent);
    }
    return Math.toIntExact(count);
  }

  private static Tensor tensor(DataType type, List<Long> shape, byte[] bytes) {
    if ((long) elements(shape) * size(type) != bytes.length) {
      throw new IllegalArgumentException(
          "shape " + shape + " does not hold " + bytes.length + " bytes of " + type);
    }
    return Tensor.newBuilder()
        .setDataType(type)
        .addAllShape(shape)
        .setData(UnsafeByteOperations.unsafeWrap(bytes))
        .build();
  }

  private static int checkedElements(Tensor tensor, String field, DataType... allowed) {
    DataType type = tensor.getDataType();
    if (!List.of(allowed).contains(type)) {
      throw new TensorFormatException(
          field + ".data_type", "must be one of %s, was %s".formatted(List.of(allowed), type));
    }
    List<Long> shape = tensor.getShapeList();
    if (shape.size() > MAX_AXES) {
      throw new TensorFormatException(
          field + ".shape", "must have at most %d axes, has %d".formatted(MAX_AXES, shape.size()));
    }
    long count = 1;
    for (long extent : shape) {
      if (extent < 1) {
        throw new TensorFormatException(
            field + ".shape", "extents must be at least 1, was " + shape);
      }
      count = extent > Integer.MAX_VALUE / count ? Integer.MAX_VALUE : count * extent;
    }
    if (count * size(type) != tensor.getData().size()) {
      throw new TensorFormatException(
          field + ".data",
          "must be %d bytes for shape %s of %s, was %d"
              .formatted(count * size(type), shape, type, tensor.getData().size()));
    }
    return (int) count;
  }

  private static void copyFloats(Tensor tensor, FloatBuffer target) {
    if (tensor.getDataType() == DataType.DATA_TYPE_F32) {
      target.put(littleEndian(tensor).asFloatBuffer());
      return;
    }
    float[] values = new float[tensor.getData().size() / Short.BYTES];
    copyHalves(tensor, values);
    target.put(values);
  }

  private static void copyFloats(Tensor tensor, float[] target) {
    if (tensor.getDataType() == DataType.DATA_TYPE_F32) {
      littleEndian(tensor).asFloatBuffer().get(target);
      return;
    }
    copyHalves(tensor, target);
  }

  private static void copyHalves(Tensor tensor, float[] target) {
    ShortBuffer source = littleEndian(tensor).asShortBuffer();
    short[] block = new short[Math.min(BLOCK, target.length)];
    for (int start = 0; start < target.length; start += block.length) {
      int count = Math.min(block.length, target.length - start);
      source.get(block, 0, count);
      for (int i = 0; i < count; i++) { // from array to array: the compiler vectorizes it
        target[start + i] = Float.float16ToFloat(block[i]);
      }
    }
  }

  private static ByteBuffer littleEndian(Tensor tensor) {
    return tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int size(DataType type) {
    return switch (type) {
      case DATA_TYPE_F32 -> Float.BYTES;
      case DATA_TYPE_F16 -> Short.BYTES;
      case DATA_TYPE_I64 -> Long.BYTES;
      case DATA_TYPE_U8 -> Byte.BYTES;
      case DATA_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no element size for " + type);
    };
  }
}
