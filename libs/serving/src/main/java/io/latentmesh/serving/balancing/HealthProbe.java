package io.latentmesh.serving.balancing;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.CallOptions;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one replica again and again whether it serves, for as long as its connection lasts. Confined
 * to the channel's synchronization context.
 */
final class HealthProbe {
  /*
   * Check at intervals, not Watch: an answer that does not come tells of a process that hangs, and
   * sooner than keepalive can (its pings are at least 10 s apart); and no stream is open at rest.
   * See docs/decisions/balancing.md.
   */

  private static final Logger log = LoggerFactory.getLogger(HealthProbe.class);

  /** A replica that does not serve is asked more often: it may just be loading. */
  private static final int HASTE = 4;

  private final Helper helper;
  private final Subchannel replica;
  private final HealthCheckRequest request;
  private final Consumer<Status> verdict;
  private final BalancingOptions options;
  private @Nullable ListenableFuture<HealthCheckResponse> asked; // Null while none is under way.
  private int questions;
  private @Nullable ScheduledHandle timer; // Null until started and after the end.

  /**
   * @param replica started before the first question
   * @param verdict told after every answer: OK, or why the replica takes no calls
   */
  HealthProbe(Helper helper, Subchannel replica, HealthCheck check, Consumer<Status> verdict) {
    this.helper = helper;
    this.replica = replica;
    this.request = HealthCheckRequest.newBuilder().setService(check.service()).build();
    this.options = check.options();
    this.verdict = verdict;
  }

  /**
   * @param service the service to ask for; empty = the process as a whole
   */
  record HealthCheck(String service, BalancingOptions options) {}

  /** Asks now and, until stopped, again and again. */
  void ask() {
    var answer = call();
    asked = answer;
    int number = ++questions;
    timer = schedule(this::giveUp, options.probeTimeout());
    answer.addListener(() -> answered(number), helper.getSynchronizationContext());
  }

  /**
   * What a transport throws fails the question: thrown on, it would end the whole channel. (The
   * in-process transport throws while its server ends.)
   */
  private ListenableFuture<HealthCheckResponse> call() {
    try {
      return ClientCalls.futureUnaryCall(
          replica.asChannel().newCall(HealthGrpc.getCheckMethod(), CallOptions.DEFAULT), request);
    } catch (RuntimeException e) {
      return Futures.immediateFailedFuture(e);
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    ListenableFuture<HealthCheckResponse> open = asked;
    asked = null;
    if (open != null) {
      cancel(open);
    }
  }

  /** As {@link #call}: the question is over all the same. */
  private static void cancel(ListenableFuture<?> question) {
    try {
      question.cancel(true);
    } catch (RuntimeException thrown) {
      log.debug("event=health_check_not_cancelled", thrown);
    }
  }

  /** The answer to a question that was given up, or replaced, tells nothing. */
  private void answered(int number) {
    var answer = asked;
    if (answer != null && number == questions) {
      stop();
      conclude(meaning(answer));
    }
  }

  private void giveUp() {
    stop();
    conclude(
        Status.UNAVAILABLE.withDescription(
            "no answer to a health check within " + options.probeTimeout().toMillis() + " ms"));
  }

  private void conclude(Status status) {
    Duration pause = options.probeEvery();
    timer = schedule(this::ask, status.isOk() ? pause : pause.dividedBy(HASTE));
    verdict.accept(status);
  }

  private static Status meaning(ListenableFuture<HealthCheckResponse> answer) {
    try {
      var serving = answer.get().getStatus();
      return serving == HealthCheckResponse.ServingStatus.SERVING
          ? Status.OK
          : Status.UNAVAILABLE.withDescription("it says " + serving);
    } catch (InterruptedException e) {
      throw new IllegalStateException("a completed future does not block", e);
    } catch (ExecutionException e) {
      return failure(Status.fromThrowable(e));
    }
  }

  /** Who has no health service is healthy while connected: so gRFC A17 says. */
  private static Status failure(Status status) {
    return status.getCode() == Status.Code.UNIMPLEMENTED
        ? Status.OK
        : Status.UNAVAILABLE.withDescription("health check failed: " + status);
  }

  private ScheduledHandle schedule(Runnable task, Duration delay) {
    return helper
        .getSynchronizationContext()
        .schedule(task, delay, helper.getScheduledExecutorService());
  }
}
