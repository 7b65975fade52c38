package io.latentmesh.serving.balancing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.CallOptions;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The streams that one call has begun. None of them is counted when the call has ended. */
final class Attempts {
  /*
   * gRPC closes the tracer of every stream that was started. One way leads past that: a call waits
   * for a replica, is cancelled on one thread while another has just picked a replica for it and
   * made its stream. DelayedStream then drops the stream without starting it, and its tracer is
   * told nothing if the cancelling thread read the list of tracers before ours was entered. The end
   * of the call is certain, so it settles what is left, also for a stream that begins after it.
   */
  static final CallOptions.Key<@Nullable Attempts> KEY =
      CallOptions.Key.create("latentmesh-attempts");

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final List<CountedStream> streams = new ArrayList<>(1);

  @GuardedBy("lock")
  private boolean ended;

  void began(CountedStream stream) {
    lock.lock();
    try {
      if (ended) {
        stream.release();
        return;
      }
      streams.add(stream);
    } finally {
      lock.unlock();
    }
  }

  /** Whether an earlier attempt of the same call went there. */
  boolean tried(SocketAddress address) {
    lock.lock();
    try {
      return streams.stream().anyMatch(stream -> stream.address().equals(address));
    } finally {
      lock.unlock();
    }
  }

  /** The call has ended, and with it all of its streams. */
  void end() {
    lock.lock();
    try {
      ended = true;
      streams.forEach(CountedStream::release);
    } finally {
      lock.unlock();
    }
  }
}
