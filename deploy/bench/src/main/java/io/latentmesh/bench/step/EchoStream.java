package io.latentmesh.bench.step;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;

/** {@link Echo} on one stream. */
final class EchoStream implements RoundTrip {
  private final byte[] message = new byte[Echo.UP_BYTES];
  private final Answers<byte[]> answers = new Answers<>(byte[].class);
  private final StreamObserver<byte[]> requests;

  EchoStream(ManagedChannel channel) {
    requests =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(Echo.STREAM, CallOptions.DEFAULT), answers);
  }

  @Override
  public void run() {
    requests.onNext(message);
    byte[] answer = answers.take();
    if (answer.length != Echo.DOWN_BYTES) {
      throw new IllegalStateException("answered " + answer.length + " bytes");
    }
  }

  @Override
  public void close() {
    requests.onCompleted();
  }
}
