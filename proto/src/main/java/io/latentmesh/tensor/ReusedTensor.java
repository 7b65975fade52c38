package io.latentmesh.tensor;

import com.google.protobuf.UnsafeByteOperations;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * One {@link Tensor} that holds other elements whenever it is told. Nobody may look at it then: a
 * channel in the same process hands on the message itself, so that its bytes are in use until the
 * peer has read them. Confined to one thread but for the reading.
 */
public final class ReusedTensor {
  /** Half a unit above the largest F16, 65504; the tie goes to the even neighbour, infinity. */
  private static final float ROUNDS_TO_INFINITY = 65_520;

  private final Tensor tensor;
  private final ByteBuffer bytes; // those of the tensor
  private final short[] halves; // on the way to F16; of none if it is F32

  /**
   * @param type F32 or F16
   * @param shape extents, not negative
   */
  public ReusedTensor(DataType type, List<Long> shape) {
    int count = TensorCodec.elements(shape);
    byte[] data = new byte[Math.multiplyExact(count, size(type))];
    this.bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    this.halves = new short[type == DataType.DATA_TYPE_F16 ? count : 0];
    this.tensor =
        Tensor.newBuilder()
            .setDataType(type)
            .addAllShape(shape)
            .setData(UnsafeByteOperations.unsafeWrap(data))
            .build();
  }

  /**
   * The tensor with a copy of {@code values}, in C order.
   *
   * @param field proto path of the tensor, for the error
   * @throws TensorFormatException naming the first value that F16 could only hold as infinity
   */
  public Tensor holding(float[] values, String field) {
    if (halves.length == 0) {
      floats(values.length).put(values);
    } else {
      putHalves(values, field);
    }
    return tensor;
  }

  private FloatBuffer floats(int count) {
    FloatBuffer floats = bytes.asFloatBuffer();
    if (floats.capacity() != count) {
      throw wrongCount(count);
    }
    return floats;
  }

  private void putHalves(float[] values, String field) {
    if (halves.length != values.length) {
      throw wrongCount(values.length);
    }
    for (int i = 0; i < values.length; i++) { // from array to array: the compiler vectorizes it
      halves[i] = Float.floatToFloat16(values[i]);
    }
    refuseOverflow(values, field);
    bytes.asShortBuffer().put(halves);
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

  private IllegalArgumentException wrongCount(int count) {
    return new IllegalArgumentException(
        "shape " + tensor.getShapeList() + " does not hold " + count + " values");
  }

  private static int size(DataType type) {
    return switch (type) {
      case DATA_TYPE_F32 -> Float.BYTES;
      case DATA_TYPE_F16 -> Short.BYTES;
      case DATA_TYPE_I64, DATA_TYPE_U8, DATA_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("type must be F32 or F16, was " + type);
    };
  }
}
