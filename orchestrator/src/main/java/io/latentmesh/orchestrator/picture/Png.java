package io.latentmesh.orchestrator.picture;

import java.nio.ByteBuffer;

/** The bytes of one PNG file. Immutable. */
public final class Png {
  private final byte[] bytes;

  /** Takes over {@code bytes}; nobody writes to them again. */
  Png(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Size of the file in bytes. */
  public int size() {
    return bytes.length;
  }

  /** The file, read-only, without a copy. */
  public ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }
}
