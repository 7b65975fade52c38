package io.latentmesh.serving.metrics;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * {@code latentmesh_upstream_message_bytes_total}: the messages that a channel sends and receives,
 * repeated attempts included. Nearly all of it is tensors. Thread-safe.
 */
public final class UpstreamBytes implements ClientInterceptor {
  private final ClientStreamTracer.Factory tracers;

  /**
   * Begins the series of one channel.
   *
   * @param upstream the peer's name, one of few
   */
  public UpstreamBytes(MeterRegistry registry, String upstream) {
    var tracer =
        new Tracer(counter(registry, upstream, "sent"), counter(registry, upstream, "received"));
    tracers =
        new ClientStreamTracer.Factory() {
          @Override
          public ClientStreamTracer newClientStreamTracer(
              ClientStreamTracer.StreamInfo info, Metadata headers) {
            return tracer;
          }
        };
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return next.newCall(method, options.withStreamTracerFactory(tracers));
  }

  private static Counter counter(MeterRegistry registry, String upstream, String direction) {
    return Counter.builder("latentmesh.upstream.message.bytes")
        .description("Messages exchanged with the replicas, before compression and framing")
        .tag("target", upstream)
        .tag("direction", direction)
        .register(registry);
  }

  /** Has no state of its own, so that all streams share one. */
  private static final class Tracer extends ClientStreamTracer {
    private final Counter sent;
    private final Counter received;

    Tracer(Counter sent, Counter received) {
      this.sent = sent;
      this.received = received;
    }

    @Override
    public void outboundUncompressedSize(long bytes) {
      sent.increment((double) bytes);
    }

    @Override
    public void inboundUncompressedSize(long bytes) {
      received.increment((double) bytes);
    }
  }
}
