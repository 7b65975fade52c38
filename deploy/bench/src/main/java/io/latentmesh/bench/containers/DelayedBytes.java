package io.latentmesh.bench.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** One direction of a connection whose bytes arrive late. Used once. */
final class DelayedBytes {
  private static final int CHUNK_BYTES = 64 << 10;
  private static final int MOST_CHUNKS = 1024;

  private final long delayNanos;
  private final BlockingQueue<Chunk> onTheWay = new LinkedBlockingQueue<>(MOST_CHUNKS);

  /** What was read at once; empty at the end of the stream. */
  private record Chunk(long dueNanos, ByteBuffer bytes) {}

  DelayedBytes(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /** Returns at the end of what {@code from} sends, when {@code to} has been told; never throws. */
  void pass(Socket from, Socket to) {
    Thread reader = Thread.ofVirtual().start(() -> read(from));
    try {
      write(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException broken) {
      close(from);
      close(to);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      reader.interrupt();
    }
  }

  private void read(Socket from) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      try {
        InputStream in = from.getInputStream();
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
          send(ByteBuffer.wrap(Arrays.copyOf(chunk, count)));
        }
      } catch (IOException broken) {
        // as at its end
      }
      send(ByteBuffer.allocate(0));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(ByteBuffer bytes) throws InterruptedException {
    onTheWay.put(new Chunk(System.nanoTime() + delayNanos, bytes));
  }

  private void write(OutputStream out) throws IOException, InterruptedException {
    for (Chunk chunk = onTheWay.take(); chunk.bytes.hasRemaining(); chunk = onTheWay.take()) {
      for (long left = left(chunk); left > 0; left = left(chunk)) {
        LockSupport.parkNanos(left);
      }
      byte[] bytes = new byte[chunk.bytes.remaining()];
      chunk.bytes.get(bytes);
      out.write(bytes);
      out.flush();
    }
  }

  private static long left(Chunk chunk) {
    return chunk.dueNanos - System.nanoTime();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // it is of no more use either way
    }
  }
}
