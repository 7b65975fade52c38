package io.latentmesh.networks.safetensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Stored bytes to Java numbers. Nothing in the format promises alignment. */
final class Elements {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Elements() {}

  static float[] floats(Path file, TensorEntry entry, MemorySegment bytes) {
    float[] values = new float[count(file, entry)];
    switch (entry.dtype()) {
      case F32 -> MemorySegment.copy(bytes, FLOAT, 0, values, 0, values.length);
      case F16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.float16ToFloat(bytes.get(SHORT, 2L * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(bytes.get(SHORT, 2L * i) << 16);
        }
      }
      case F64 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) bytes.get(DOUBLE, 8L * i);
        }
      }
      case BOOL, U8, I8, F8_E4M3, F8_E5M2, F8_E8M0, I16, U16, I32, U32, I64, U64, C64 ->
          throw wrongType(file, entry, "F32, F16, BF16 or F64");
    }
    return values;
  }

  static long[] longs(Path file, TensorEntry entry, MemorySegment bytes) {
    long[] values = new long[count(file, entry)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (entry.dtype()) {
            case I64 -> bytes.get(LONG, 8L * i);
            case I32 -> bytes.get(INT, 4L * i);
            case I16 -> bytes.get(SHORT, 2L * i);
            case I8 -> bytes.get(BYTE, i);
            case U8, BOOL -> Byte.toUnsignedLong(bytes.get(BYTE, i));
            case F8_E4M3, F8_E5M2, F8_E8M0, U16, F16, BF16, U32, F32, F64, U64, C64 ->
                throw wrongType(file, entry, "I64, I32, I16, I8, U8 or BOOL");
          };
    }
    return values;
  }

  private static int count(Path file, TensorEntry entry) {
    if (entry.elements() > Integer.MAX_VALUE) {
      throw new SafetensorsException(
          file,
          "tensor '%s': must have at most %d elements to be copied, was %d"
              .formatted(entry.name(), Integer.MAX_VALUE, entry.elements()));
    }
    return (int) entry.elements();
  }

  private static SafetensorsException wrongType(Path file, TensorEntry entry, String supported) {
    return new SafetensorsException(
        file,
        "tensor '%s': dtype: must be %s, was %s".formatted(entry.name(), supported, entry.dtype()));
  }
}
