package io.latentmesh.networks.copies;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * CRC-32C of a copy, against damage and not against forgers. Reading everything is not lost: the
 * session reads the same pages next.
 */
final class Checksum {
  private static final int BUFFER_BYTES = 1 << 20;

  private Checksum() {}

  /** Of a file's bytes from {@code begin} to its end: 8 lower-case hex digits. */
  static String ofFile(Path file, long begin) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      channel.position(begin);
      while (channel.read(buffer.clear()) >= 0) {
        checksum.update(buffer.flip());
      }
    }
    return hex(checksum);
  }

  static String hex(CRC32C checksum) {
    return "%08x".formatted(checksum.getValue());
  }
}
