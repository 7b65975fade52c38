package io.latentmesh.bench.step;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;

/** {@link Echo} as one call after the other. */
final class EchoUnary implements RoundTrip {
  private final Echo.Sizes sizes;
  private final byte[] message;
  private final ManagedChannel channel;

  EchoUnary(ManagedChannel channel, Echo.Sizes sizes) {
    this.sizes = sizes;
    this.message = new byte[sizes.up()];
    this.channel = channel;
  }

  @Override
  public void run() {
    var answers = new Answers<>(byte[].class);
    ClientCalls.asyncUnaryCall(channel.newCall(Echo.UNARY, CallOptions.DEFAULT), message, answers);
    sizes.require(answers.take());
  }

  @Override
  public void close() {}
}
