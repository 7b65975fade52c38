package io.latentmesh.serving.balancing;

import io.grpc.ClientStreamTracer;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One stream in its replica's count, until it is closed or released, whichever comes first. */
final class CountedStream extends ClientStreamTracer {
  private final SocketAddress address;
  private final AtomicInteger active;
  private final AtomicBoolean released = new AtomicBoolean();

  CountedStream(SocketAddress address, AtomicInteger active) {
    this.address = address;
    this.active = active;
    active.incrementAndGet();
  }

  SocketAddress address() {
    return address;
  }

  @Override
  public void streamClosed(Status status) {
    release();
  }

  void release() {
    if (released.compareAndSet(false, true)) {
      active.decrementAndGet();
    }
  }
}
