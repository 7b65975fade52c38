package io.latentmesh.bench.step;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;

/** {@link Echo} on one stream. */
final class EchoStream implements RoundTrip {
  private final Echo.Sizes sizes;
  private final byte[] message;
  private final Answers<byte[]> answers = new Answers<>(byte[].class);
  private final StreamObserver<byte[]> requests;

  EchoStream(ManagedChannel channel, MethodDescriptor<byte[], byte[]> method, Echo.Sizes sizes) {
    this.sizes = sizes;
    this.message = new byte[sizes.up()];
    requests =
        ClientCalls.asyncBidiStreamingCall(channel.newCall(method, CallOptions.DEFAULT), answers);
  }

  @Override
  public void run() {
    requests.onNext(message);
    sizes.require(answers.take());
  }

  @Override
  public void close() {
    requests.onCompleted();
  }
}
