package io.latentmesh.orchestrator.peer;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.latentmesh.orchestrator.failover.Failover;
import io.latentmesh.orchestrator.failover.WorkKind;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.serving.balancing.Replicas;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Idempotent unary calls to one tier, made again elsewhere when they fail. Thread-safe. */
record UnaryCalls(Stage stage, Channel channel, Failover failover) {

  /** What is asked, and how its answer is read. */
  record Question<Q, R, T>(MethodDescriptor<Q, R> method, Q request, Function<R, T> reader) {}

  /**
   * Blocks until there is an answer.
   *
   * @throws CancellationException if the thread is interrupted
   */
  <Q, R, T> T ask(WorkKind kind, Question<Q, R, T> question) {
    // Confined to this thread: the attempt that an interrupt must cancel.
    var current = new AtomicReference<@Nullable UnaryAttempt<R, T>>();
    try {
      return failover.run(
          kind,
          avoiding -> {
            UnaryAttempt<R, T> attempt = begin(question, avoiding);
            current.set(attempt);
            return attempt;
          },
          GrpcCaller.current(stage));
    } catch (InterruptedException e) {
      UnaryAttempt<R, T> attempt = current.get();
      if (attempt != null) {
        attempt.abandon();
      }
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting for the " + stage);
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private <Q, R, T> UnaryAttempt<R, T> begin(
      Question<Q, R, T> question, Set<SocketAddress> avoiding) {
    var placed = new AtomicReference<@Nullable SocketAddress>();
    CallOptions options =
        Replicas.reporting(Replicas.avoiding(CallOptions.DEFAULT, avoiding), placed::set);
    return new UnaryAttempt<>(
        stage,
        ClientCalls.futureUnaryCall(
            channel.newCall(question.method(), options), question.request()),
        () -> Optional.ofNullable(placed.get()),
        question.reader());
  }
}
