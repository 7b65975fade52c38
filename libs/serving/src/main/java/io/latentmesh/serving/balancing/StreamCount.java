package io.latentmesh.serving.balancing;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One replica's streams: counts each from the moment it is placed until it is closed. gRPC asks for
 * a tracer only when the replica has a transport, right before it makes the stream. Thread-safe.
 */
final class StreamCount extends ClientStreamTracer.Factory {
  private final SocketAddress address;
  private final AtomicInteger active = new AtomicInteger();

  StreamCount(SocketAddress address) {
    this.address = address;
  }

  SocketAddress address() {
    return address;
  }

  int active() {
    return active.get();
  }

  Replicas.Replica replica() {
    return new Replicas.Replica(address, active());
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
    CountedStream stream = new CountedStream(address, active);
    Attempts attempts = info.getCallOptions().getOption(Attempts.KEY);
    if (attempts != null) {
      attempts.began(stream);
    }
    var placed = info.getCallOptions().getOption(Replicas.REPORTED);
    if (placed != null) {
      placed.accept(address);
    }
    return stream;
  }
}
