package io.latentmesh.orchestrator.peer;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.latentmesh.orchestrator.stage.StreamOpening;
import io.latentmesh.serving.balancing.Replicas;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.Evaluate;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One {@code Denoise} stream at one replica. Its opening is not waited for: the first evaluation
 * follows on its heels and saves a round trip. Once it has failed or ended it stays so; whoever
 * uses it opens another. Confined to the image's thread, but for the answers.
 */
final class ReplicaStream {
  /** Compression flag and length before each message of gRPC. */
  private static final int FRAME_BYTES = 5;

  private final GrpcDenoiserAnswers answers = new GrpcDenoiserAnswers();
  private final AtomicReference<@Nullable SocketAddress> replica = new AtomicReference<>();
  private final ClientCallStreamObserver<DenoiseRequest> requests;
  private long bytes;
  private boolean ended;

  private ReplicaStream(Channel channel, CallOptions options) {
    // Answers are only put down, so they may arrive on the transport's own thread.
    this.requests =
        (ClientCallStreamObserver<DenoiseRequest>)
            ClientCalls.asyncBidiStreamingCall(
                channel.newCall(
                    DenoiserServiceGrpc.getDenoiseMethod(),
                    Replicas.reporting(options, replica::set)),
                answers);
  }

  /** Opens a stream in the current gRPC context. */
  static ReplicaStream open(
      Channel channel, CallOptions options, StreamOpening opening, WireType type) {
    var stream = new ReplicaStream(channel, options);
    stream.send(DenoiseRequest.newBuilder().setOpen(GrpcOpenings.message(opening, type)).build());
    return stream;
  }

  void send(Evaluate evaluate) {
    send(DenoiseRequest.newBuilder().setEvaluate(evaluate).build());
  }

  /** The next answer, waited for at most so long; empty if none came. */
  Optional<GrpcDenoiserAnswers.Answer> next(long nanos) throws InterruptedException {
    Optional<GrpcDenoiserAnswers.Answer> answer = answers.poll(nanos);
    if (answer.isPresent() && answer.get() instanceof GrpcDenoiserAnswers.Failed) {
      ended = true;
    }
    return answer;
  }

  /** Where the stream is; empty while it waits for a connection, or if the policy does not tell. */
  Optional<SocketAddress> replica() {
    return Optional.ofNullable(replica.get());
  }

  /** The replica said that it is going away. */
  boolean draining() {
    return answers.draining();
  }

  /** Whether evaluations can still be sent. */
  boolean open() {
    return !ended;
  }

  /** Sent and received so far, with framing. */
  long bytes() {
    return bytes + answers.bytes();
  }

  /** Nothing follows. */
  void halfClose() {
    if (!ended) {
      ended = true;
      requests.onCompleted();
    }
  }

  /** Gives up what is under way: its answer will not be read. */
  void cancel(String why) {
    if (!ended) {
      ended = true;
      requests.cancel(why, null);
    }
  }

  private void send(DenoiseRequest request) {
    bytes += FRAME_BYTES + request.getSerializedSize();
    requests.onNext(request);
  }
}
