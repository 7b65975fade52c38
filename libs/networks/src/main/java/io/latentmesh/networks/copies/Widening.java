package io.latentmesh.networks.copies;

import io.latentmesh.networks.safetensors.Dtype;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** F16 and BF16 to F32, exactly. Holds the numbers of one piece; confined to one thread. */
final class Widening {
  private final short[] narrow;
  private final float[] floats;
  private final int[] bits;

  Widening(int mostElements) {
    this.narrow = new short[mostElements];
    this.floats = new float[mostElements];
    this.bits = new int[mostElements];
  }

  /** The elements as F32, little-endian: {@code stored} itself, or {@code wide} filled anew. */
  ByteBuffer widened(Dtype dtype, ByteBuffer stored, ByteBuffer wide) {
    return switch (dtype) {
      case F32 -> stored;
      case F16 -> fromF16(read(stored), wide);
      case BF16 -> fromBf16(read(stored), wide);
      default -> throw new IllegalArgumentException("no weights of type " + dtype);
    };
  }

  private int read(ByteBuffer stored) {
    int count = stored.remaining() / Short.BYTES;
    stored.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(narrow, 0, count);
    return count;
  }

  private ByteBuffer fromF16(int count, ByteBuffer wide) {
    for (int i = 0; i < count; i++) {
      floats[i] = Float.float16ToFloat(narrow[i]);
    }
    wide.clear().asFloatBuffer().put(floats, 0, count);
    return wide.limit(count * Float.BYTES);
  }

  /** Through integers: a NaN keeps its bits. */
  private ByteBuffer fromBf16(int count, ByteBuffer wide) {
    for (int i = 0; i < count; i++) {
      bits[i] = narrow[i] << 16;
    }
    wide.clear().asIntBuffer().put(bits, 0, count);
    return wide.limit(count * Float.BYTES);
  }
}
