package io.latentmesh.networks.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files byte by byte, right or wrong. */
final class RawSafetensors {
  private RawSafetensors() {}

  /** A header as it is, its true length before it, and data behind it. */
  static Path write(Path file, String header, byte... data) {
    return write(file, header.getBytes(StandardCharsets.UTF_8).length, header, data);
  }

  /** The same with a length that may lie. */
  static Path write(Path file, long headerLength, String header, byte... data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(headerLength).put(json).put(data);
    return write(file, bytes.array());
  }

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
