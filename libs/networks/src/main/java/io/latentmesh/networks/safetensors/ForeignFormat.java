package io.latentmesh.networks.safetensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Says what a file is that is no safetensors file, by its first bytes: people rename files. Asked
 * only after the header was found to be wrong, because a right one may begin with any bytes.
 */
final class ForeignFormat {
  private static final int PICKLE_PROTOCOL = 0x80;
  private static final int NEWEST_PICKLE = 5;

  private ForeignFormat() {}

  /** Throws if the file is of a known other format; a pickle is recognised, never read. */
  static void refuse(Path file, MemorySegment bytes) {
    String remedy =
        "a pickle can run code when it is loaded, so it is not; convert it to safetensors";
    if (startsWith(bytes, "PK\u0003\u0004")) {
      throw new SafetensorsException(
          file, "format: must be safetensors, was a zip, as torch.save writes: " + remedy);
    }
    if (isPickle(bytes)) {
      throw new SafetensorsException(file, "format: must be safetensors, was a pickle: " + remedy);
    }
    if (startsWith(bytes, "GGUF")) {
      throw new SafetensorsException(
          file, "format: must be safetensors, was GGUF: quantized weights are not supported");
    }
  }

  /** Protocol 2 to 5 begins with its number; 0 and 1 are text, of which torch writes none. */
  private static boolean isPickle(MemorySegment bytes) {
    int version = at(bytes, 1);
    return at(bytes, 0) == PICKLE_PROTOCOL && version >= 2 && version <= NEWEST_PICKLE;
  }

  private static boolean startsWith(MemorySegment bytes, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.US_ASCII);
    byte[] found = bytes.asSlice(0, expected.length).toArray(ValueLayout.JAVA_BYTE);
    return Arrays.equals(expected, found);
  }

  private static int at(MemorySegment bytes, long index) {
    return Byte.toUnsignedInt(bytes.asSlice(index, 1).asByteBuffer().get());
  }
}
