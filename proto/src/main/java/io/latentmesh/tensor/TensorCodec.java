package io.latentmesh.tensor;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Reads and writes {@link Tensor} messages. Readers take the proto path of the tensor and throw
 * {@link TensorFormatException} under that name when type, shape or byte count are wrong.
 */
public final class TensorCodec {
  private static final int MAX_AXES = 8;

  /** Half a unit above the largest F16, 65504; the tie goes to the even neighbour, infinity. */
  private static final float ROUNDS_TO_INFINITY = 65_520;


  private TensorCodec() {}

  /** An F32 tensor of {@code shape} with a copy of {@code values} (C order). */
  public static Tensor ofFloats(float[] values, List<Long> shape) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return tensor(DataType.DATA_TYPE_F32, shape, bytes);
  }

  /**
   * A tensor of {@code shape} with a copy of {@code values} (C order) as {@code type}.
   *
   * @param type F32, or F16: rounded to the nearest, ties to even
   * @param field proto path of the tensor, for the error
   * @throws TensorFormatException naming the first value that F16 could only hold as infinity
   */
  public static Tensor ofFloats(float[] values, List<Long> shape, DataType type, String field) {
    return switch (type) {
      case DATA_TYPE_F32 -> ofFloats(values, shape);
      case DATA_TYPE_F16 -> ofHalves(values, shape, field);
      case DATA_TYPE_I64, DATA_TYPE_U8, DATA_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("type must be F32 or F16, was " + type);
    };
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
    return tensor.getDataType() == DataType.DATA_TYPE_F16
        ? readHalves(tensor, count)
        : readFloats(tensor, count);
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

  private static Tensor ofHalves(float[] values, List<Long> shape, String field) {
    short[] halves = new short[values.length];
    for (int i = 0; i < values.length; i++) { // from array to array: the compiler vectorizes it
      halves[i] = Float.floatToFloat16(values[i]);
    }
    refuseOverflow(values, field);
    byte[] bytes = new byte[Math.multiplyExact(values.length, Short.BYTES)];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(halves);
    return tensor(DataType.DATA_TYPE_F16, shape, bytes);
  }

  private static void refuseOverflow(float[] values, String field) {
    float largest = 0;
    for (float value : values) { // a loop of its own, which is vectorized, too
      largest = Math.max(largest, Math.abs(value));
    }
    if (largest < ROUNDS_TO_INFINITY) {
      return;
    }
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) >= ROUNDS_TO_INFINITY && Float.isFinite(values[i])) {
        throw new TensorFormatException(field, "F16 cannot hold %s at %d".formatted(values[i], i));
      }
    }
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
    target.put(readHalves(tensor, tensor.getData().size() / Short.BYTES));
  }

  private static float[] readFloats(Tensor tensor, int count) {
    float[] values = new float[count];
    littleEndian(tensor).asFloatBuffer().get(values);
    return values;
  }

  private static float[] readHalves(Tensor tensor, int count) {
    short[] halves = new short[count];
    littleEndian(tensor).asShortBuffer().get(halves);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) { // from array to array: the compiler vectorizes it
      values[i] = Float.float16ToFloat(halves[i]);
    }
    return values;
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
