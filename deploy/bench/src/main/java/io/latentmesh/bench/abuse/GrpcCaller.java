package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.latentmesh.bench.Pause;
import io.latentmesh.bench.abuse.BadCall.Manner;
import io.latentmesh.bench.abuse.BadCall.OfMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes bad calls as a gRPC client whose messages are bytes. Two connections: the server may close
 * that of clients who reset many calls, and the others must not suffer for it. Any thread.
 */
final class GrpcCaller implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final MethodDescriptor.Marshaller<ByteString> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(ByteString value) {
          return value.newInput();
        }

        @Override
        public ByteString parse(InputStream stream) {
          try {
            return ByteString.readFrom(stream);
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        }
      };

  private final ManagedChannel polite;
  private final ManagedChannel rude;

  private GrpcCaller(String address) {
    polite = channel(address);
    rude = channel(address);
  }

  static GrpcCaller open(String address) {
    return new GrpcCaller(address);
  }

  private static ManagedChannel channel(String address) {
    return NettyChannelBuilder.forTarget(address)
        .usePlaintext()
        .disableRetry()
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .build();
  }

  /** Makes the call and returns when it has ended. */
  Ending make(OfMessages call) {
    return switch (call.manner()) {
      case Manner.Polite _ -> send(polite, call, patient()).ending(PATIENCE);
      case Manner.Compressing _ ->
          send(polite, call, patient().withCompression("gzip")).ending(PATIENCE);
      case Manner.WithHeaders _ -> send(polite, call, patient()).ending(PATIENCE);
      case Manner.Expiring(Duration after) ->
          send(
                  rude,
                  call,
                  CallOptions.DEFAULT.withDeadlineAfter(after.toNanos(), TimeUnit.NANOSECONDS))
              .ending(PATIENCE);
      case Manner.Cancelling(Duration after) -> {
        Answer answer = send(rude, call, patient());
        Pause.until(System.nanoTime() + after.toNanos());
        answer.cancel();
        yield answer.ending(PATIENCE);
      }
    };
  }

  private static CallOptions patient() {
    return CallOptions.DEFAULT.withDeadlineAfter(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Answer send(ManagedChannel channel, OfMessages bad, CallOptions options) {
    var method =
        MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(bad.method().type())
            .setFullMethodName(bad.method().path())
            .build();
    ClientCall<ByteString, ByteString> call = channel.newCall(method, options);
    var answer = new Answer(call);
    call.start(answer, headers(bad.manner()));
    call.request(Integer.MAX_VALUE);
    sendAll(call, bad.messages(), options.getCompressor() != null);
    return answer;
  }

  private static void sendAll(
      ClientCall<ByteString, ByteString> call, List<ByteString> messages, boolean compressed) {
    call.setMessageCompression(compressed);
    try {
      messages.forEach(call::sendMessage);
      call.halfClose();
    } catch (IllegalStateException ended) {
      call.cancel("ended before all was sent", ended); // The ending is known all the same.
    }
  }

  private static Metadata headers(Manner manner) {
    var metadata = new Metadata();
    if (manner instanceof Manner.WithHeaders(Map<String, String> headers)) {
      headers.forEach((name, value) -> put(metadata, name, value));
    }
    return metadata;
  }

  private static void put(Metadata metadata, String name, String value) {
    if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
      metadata.put(
          Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER),
          value.getBytes(StandardCharsets.UTF_8));
    } else {
      metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }
  }

  @Override
  public void close() {
    polite.shutdownNow();
    rude.shutdownNow();
  }
}
