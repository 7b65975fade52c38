package io.latentmesh.bench.step;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;

/** {@link Echo} as one call after the other. */
final class EchoUnary implements RoundTrip {
  private final byte[] message = new byte[Echo.UP_BYTES];
  private final ManagedChannel channel;

  EchoUnary(ManagedChannel channel) {
    this.channel = channel;
  }

  @Override
  public void run() {
    var answers = new Answers<>(byte[].class);
    ClientCalls.asyncUnaryCall(channel.newCall(Echo.UNARY, CallOptions.DEFAULT), message, answers);
    byte[] answer = answers.take();
    if (answer.length != Echo.DOWN_BYTES) {
      throw new IllegalStateException("answered " + answer.length + " bytes");
    }
  }

  @Override
  public void close() {}
}
