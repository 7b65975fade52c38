package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Large messages: one field that nobody knows, of nothing but zeros. Made once, since a million
 * calls share them.
 */
final class Zeros {
  private static final Map<Integer, ByteString> MADE = new ConcurrentHashMap<>();

  private Zeros() {}

  /**
   * A message around so many zeros.
   *
   * @param size below 2^28
   */
  static ByteString of(int size) {
    return MADE.computeIfAbsent(size, Zeros::field);
  }

  private static ByteString field(int size) {
    byte[] tagAndLength = {
      (byte) 0xc2,
      (byte) 0xbb,
      0x01, // 3000, bytes
      part(size, 0),
      part(size, 7),
      part(size, 14),
      (byte) (size >> 21)
    };
    return ByteString.copyFrom(tagAndLength).concat(ByteString.copyFrom(new byte[size]));
  }

  private static byte part(int size, int shift) {
    return (byte) (((size >> shift) & 0x7f) | 0x80);
  }
}
