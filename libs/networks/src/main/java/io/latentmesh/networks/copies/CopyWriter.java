package io.latentmesh.networks.copies;

import io.latentmesh.networks.safetensors.TensorSlice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes one copy, a piece at a time: memory does not depend on its size. Confined to one thread.
 */
final class CopyWriter {
  private static final int PIECE_ELEMENTS = 1 << 19;

  private final FileChannel out;
  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer stored = buffer();
  private final ByteBuffer wide = buffer();
  private final Widening widening = new Widening(PIECE_ELEMENTS);

  private CopyWriter(FileChannel out) {
    this.out = out;
  }

  /** Returns when all of it is on the disk. */
  static void write(CopyPlan plan, Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.position(plan.dataBegin());
      CopyWriter writer = new CopyWriter(out);
      for (TensorSlice slice : plan.slices()) {
        writer.copy(slice);
      }
      writer.writeFully(plan.header(Checksum.hex(writer.checksum)), 0);
      out.force(true);
    }
  }

  private void copy(TensorSlice slice) throws IOException {
    long position = slice.stored().begin();
    try (FileChannel in = FileChannel.open(slice.file())) {
      while (position < slice.stored().end()) {
        long rest = slice.stored().end() - position;
        int count = (int) Math.min(rest, (long) PIECE_ELEMENTS * slice.dtype().bytes());
        read(in, position, count);
        append(slice);
        position += count;
      }
    }
  }

  private void read(FileChannel in, long position, int count) throws IOException {
    stored.clear().limit(count);
    while (stored.hasRemaining()) {
      if (in.read(stored, position + stored.position()) < 0) {
        throw new EOFException("weights ended at byte " + (position + stored.position()));
      }
    }
    stored.flip();
  }

  private void append(TensorSlice slice) throws IOException {
    ByteBuffer piece = widening.widened(slice.dtype(), stored, wide);
    checksum.update(piece.duplicate());
    writeFully(piece, out.position());
  }

  private void writeFully(ByteBuffer bytes, long begin) throws IOException {
    out.position(begin);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(PIECE_ELEMENTS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
