package io.latentmesh.orchestrator.peer;

import io.grpc.CallOptions;
import io.latentmesh.orchestrator.failover.Attempt;
import io.latentmesh.orchestrator.failover.Work;
import io.latentmesh.orchestrator.failover.WorkKind;
import io.latentmesh.orchestrator.peer.StreamAttempt.Question;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.DenoiserStream;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.orchestrator.stage.StreamOpening;
import io.latentmesh.serving.balancing.Replicas;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An image's evaluations, wherever they are done: one replica's stream at a time. */
final class MovingDenoiserStream implements DenoiserStream {
  /*
   * Design note. Evaluations are stateless: all that a replica knows of an image is what its stream
   * was opened with. So a failed evaluation is sent again, as it is, on a new stream elsewhere, and
   * the image's thread never learns of it; the answer has the same bits.
   *
   * 1. At most one evaluation is under way, on the current stream, and a stream that was left is
   *    closed or cancelled for good. So no answer can be taken for another one's.
   * 2. A stream leaves while its evaluation is under way only when that has failed or is late
   *    (Failover decides). For all else, a draining replica or a less busy one, it leaves between
   *    two evaluations.
   * 3. A stream that was rebalanced stays for four evaluations: the conditionings travel again
   *    (236 KB for SD 1.5), which must pay. Streams do not go back and forth: see MovePolicy.
   * 4. All evaluations of a stream are sent in the same bytes (GrpcEvaluations). A peer's answer says
   *    that it has read them; but one that was left before its answer may read them still, so that
   *    they are not used again if an evaluation was sent twice.
   * 5. The replica where a stream is counted (seat) is booked in Failover, so that the images of a
   *    process spread as one.
   *
   * All fields are confined to the image's thread.
   */
  private static final int EVALUATIONS_BETWEEN_MOVES = 4;

  private final GrpcDenoiserPeer peer;
  private final StreamOpening opening;
  private final GrpcEvaluations messages;
  private @Nullable ReplicaStream stream; // Null before the first evaluation, and between two.
  private Optional<SocketAddress> seat = Optional.empty();
  private long bytesOfOthers;
  private long evaluations;
  private long arrivedAt;
  private boolean closed;

  MovingDenoiserStream(GrpcDenoiserPeer peer, StreamOpening opening) {
    this.peer = peer;
    this.opening = opening;
    this.messages = new GrpcEvaluations(opening.latentShape(), peer.wireType());
  }

  @Override
  public List<Latent> predict(
      Latent input, double timestep, List<Integer> conditionings, Runnable meanwhile) {
    if (closed) {
      throw new IllegalStateException("the stream has ended");
    }
    leaveIfBetterElsewhere();
    evaluations++;
    var question =
        new Question(
            messages, messages.question(evaluations, input, timestep, conditionings), input);
    var caller = GrpcCaller.current(Stage.UNET);
    var errand = new Errand(meanwhile);
    Work<List<Latent>> work =
        avoiding -> {
          Attempt<List<Latent>> attempt = begin(question, avoiding);
          errand.sent();
          return attempt;
        };
    try {
      List<Latent> predictions = peer.failover().run(kind(question), work, caller);
      if (errand.sendings == 1) {
        messages.wasRead();
      }
      return predictions;
    } catch (InterruptedException e) {
      leave(current -> current.cancel("the image is no longer wanted"));
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting for the denoiser");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  @Override
  public long bytes() {
    return bytesOfOthers + (stream == null ? 0 : stream.bytes());
  }

  @Override
  public void close() {
    closed = true;
    leave(ReplicaStream::halfClose);
  }

  /** Sends the evaluation on the current stream, or on a new one if that has ended. */
  private Attempt<List<Latent>> begin(Question question, Set<SocketAddress> avoiding) {
    ReplicaStream current = stream;
    if (current == null || !current.open()) {
      leave(ended -> {});
      current = open(options -> Replicas.avoiding(options, avoiding));
    }
    long sent = System.nanoTime();
    current.send(question.evaluate());
    takeSeat(current);
    return new StreamAttempt(
        current, question, sent, new GrpcEvaluationTimes(opening, peer.evaluations()));
  }

  /** Done when the evaluation is first sent, not when it is sent again elsewhere. */
  private static final class Errand {
    private final Runnable task;
    private int sendings; // of the evaluation

    Errand(Runnable task) {
      this.task = task;
    }

    void sent() {
      sendings++;
      if (sendings == 1) {
        task.run();
      }
    }
  }

  private void leaveIfBetterElsewhere() {
    ReplicaStream current = stream;
    if (current == null || !current.open() || current.replica().isEmpty()) {
      return;
    }
    takeSeat(current);
    SocketAddress here = current.replica().get();
    if (current.draining()) {
      if (peer.failover().canLeave(here)) {
        peer.failover().leaves(here);
        leave(ReplicaStream::halfClose);
      }
      return;
    }
    if (evaluations - arrivedAt >= EVALUATIONS_BETWEEN_MOVES && worthMoving()) {
      peer.failover().rebalance(here).ifPresent(this::moveTo);
    }
  }

  private boolean worthMoving() {
    int expected = opening.claim().evaluations();
    return expected == 0 || expected - evaluations >= EVALUATIONS_BETWEEN_MOVES;
  }

  /** The stream is booked there already. */
  private void moveTo(SocketAddress target) {
    seat = Optional.of(target);
    end(ReplicaStream::halfClose);
    open(options -> Replicas.pinned(options, target));
  }

  private ReplicaStream open(UnaryOperator<CallOptions> destination) {
    var opened =
        ReplicaStream.open(
            peer.channel(), destination.apply(CallOptions.DEFAULT), opening, peer.wireType());
    stream = opened;
    arrivedAt = evaluations;
    return opened;
  }

  private void leave(Consumer<ReplicaStream> how) {
    end(how);
    seat.ifPresent(peer.failover()::left);
    seat = Optional.empty();
  }

  private void end(Consumer<ReplicaStream> how) {
    ReplicaStream current = stream;
    if (current != null) {
      how.accept(current);
      bytesOfOthers += current.bytes();
      stream = null;
    }
  }

  /** A stream that had to wait for a connection learns only later where it is. */
  private void takeSeat(ReplicaStream current) {
    Optional<SocketAddress> replica = current.replica();
    if (replica.isPresent() && !replica.equals(seat)) {
      seat.ifPresent(peer.failover()::left);
      peer.failover().joined(replica.get());
      seat = replica;
    }
  }

  private WorkKind kind(Question question) {
    LatentShape shape = opening.latentShape();
    return new WorkKind(
        List.of(shape.channels(), shape.height(), shape.width()),
        question.evaluate().getConditioningsCount(),
        opening.claim().priority());
  }
}
