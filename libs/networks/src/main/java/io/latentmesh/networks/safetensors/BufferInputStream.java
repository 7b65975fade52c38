package io.latentmesh.networks.safetensors;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The rest of a buffer as a stream, so that a header is never copied as a whole. */
final class BufferInputStream extends InputStream {
  private final ByteBuffer buffer; // its position moves; confined to the reading thread

  BufferInputStream(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public int read() {
    return buffer.hasRemaining() ? Byte.toUnsignedInt(buffer.get()) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = Math.min(length, buffer.remaining());
    if (count == 0 && length > 0) {
      return -1;
    }
    buffer.get(target, offset, count);
    return count;
  }
}
