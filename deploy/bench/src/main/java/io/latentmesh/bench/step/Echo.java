package io.latentmesh.bench.step;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;

/**
 * The least that gRPC can do with so many bytes: byte arrays up, an array of another size down,
 * nothing read or copied in between that the transport does not copy itself.
 */
public final class Echo {
  private static final String SERVICE = "bench.Echo";

  static final MethodDescriptor<byte[], byte[]> STREAM =
      method("Stream", MethodType.BIDI_STREAMING);
  static final MethodDescriptor<byte[], byte[]> HANDED_ON =
      method("HandedOn", MethodType.BIDI_STREAMING);
  static final MethodDescriptor<byte[], byte[]> UNARY = method("Unary", MethodType.UNARY);

  private Echo() {}

  /**
   * Bytes of a message and of its answer.
   *
   * @param up from the caller
   * @param down to the caller
   */
  public record Sizes(int up, int down) {
    void require(byte[] answer) {
      if (answer.length != down) {
        throw new IllegalStateException("answered " + answer.length + " bytes");
      }
    }
  }

  /** The stream that is handed on is answered by {@code other}, the others where they arrive. */
  static ServerServiceDefinition service(Sizes sizes, Executor other) {
    byte[] answer = new byte[sizes.down];
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            STREAM,
            ServerCalls.asyncBidiStreamingCall(
                answers -> new Answering(answers, answer, Runnable::run)))
        .addMethod(
            HANDED_ON,
            ServerCalls.asyncBidiStreamingCall(answers -> new Answering(answers, answer, other)))
        .addMethod(
            UNARY,
            ServerCalls.asyncUnaryCall((_, answers) -> {
              answers.onNext(answer);
              answers.onCompleted();
            }))
        .build();
  }

  private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  /** One answer for each message. */
  private static final class Answering implements StreamObserver<byte[]> {
    private final StreamObserver<byte[]> answers;
    private final byte[] answer;
    private final Executor executor;

    Answering(StreamObserver<byte[]> answers, byte[] answer, Executor executor) {
      this.answers = answers;
      this.answer = answer;
      this.executor = executor;
    }

    @Override
    public void onNext(byte[] message) {
      executor.execute(() -> answers.onNext(answer));
    }

    @Override
    public void onError(Throwable cancelled) {}

    @Override
    public void onCompleted() {
      answers.onCompleted();
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new Known(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream instanceof KnownLength
            ? stream.readNBytes(stream.available())
            : stream.readAllBytes();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** Tells the transport its length, which saves a copy. */
  private static final class Known extends ByteArrayInputStream implements KnownLength {
    Known(byte[] value) {
      super(value);
    }
  }
}
