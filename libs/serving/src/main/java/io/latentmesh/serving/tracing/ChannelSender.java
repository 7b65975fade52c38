package io.latentmesh.serving.tracing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans through a gRPC channel of ours: the same transport, certificates and name resolution
 * as to any peer, and no HTTP client beside it. Logs when the collector goes away and comes back.
 */
final class ChannelSender implements GrpcSender {
  private static final Logger log = LoggerFactory.getLogger(ChannelSender.class);

  /** For one batch, within which a collector that is away may come back. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ManagedChannel channel;
  private final MethodDescriptor<byte[], byte[]> method;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * @param channel shut down with this sender
   */
  ChannelSender(ManagedChannel channel, String fullMethodName) {
    this.channel = channel;
    this.method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName(fullMethodName)
            .setRequestMarshaller(new PlainBytes())
            .setResponseMarshaller(new PlainBytes())
            .build();
  }

  @Override
  public void send(
      MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
    var bytes = new ByteArrayOutputStream(message.getContentLength());
    try {
      message.writeMessage(bytes);
    } catch (IOException e) {
      onError.accept(e);
      return;
    }
    Consumer<GrpcResponse> taken = _ -> works();
    Consumer<Throwable> failed = this::fails;
    ClientCalls.asyncUnaryCall(
        channel.newCall(method, options()),
        bytes.toByteArray(),
        new CollectorAnswer(taken.andThen(onResponse), failed.andThen(onError)));
  }

  @Override
  public CompletableResultCode shutdown() {
    channel.shutdownNow();
    return CompletableResultCode.ofSuccess();
  }

  private static CallOptions options() {
    return CallOptions.DEFAULT
        .withWaitForReady()
        .withDeadlineAfter(PATIENCE.toNanos(), NANOSECONDS);
  }

  private void works() {
    if (failing.compareAndSet(true, false)) {
      log.info("event=trace_export_works collector={}", channel.authority());
    }
  }

  private void fails(Throwable failure) {
    if (failing.compareAndSet(false, true)) {
      Status status = Status.fromThrowable(failure);
      log.warn(
          "event=trace_export_fails collector={} status={} problem=\"{}\"",
          channel.authority(),
          status.getCode(),
          status.getDescription());
    }
  }
}
