package io.latentmesh.serving.coalescing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.serving.ServiceException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An execution waits at a gate, so that each test decides what happens meanwhile. */
final class CoalescerTest {
  private final CountDownLatch executing = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicReference<Thread> thread = new AtomicReference<>();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final Coalescer<Integer, Integer> coalescer =
      new Coalescer<>("test-worker", 8, item -> 0, this::square);

  @AfterEach
  void close() {
    gate.countDown();
    coalescer.close();
    callers.close();
  }

  @Test
  void submit_items_areExecuted() {
    gate.countDown();
    assertThat(coalescer.submit(List.of(2, 3))).containsExactly(4, 9);
  }

  @Test
  void submit_execution_runsOnTheNamedPlatformThread() {
    gate.countDown();
    coalescer.submit(List.of(1));
    assertThat(thread.get())
        .matches(worker -> !worker.isVirtual())
        .extracting(Thread::getName)
        .isEqualTo("test-worker");
  }

  @Test
  void submit_functionThrows_callerGetsTheSameException() {
    gate.countDown();
    assertThatThrownBy(() -> coalescer.submit(List.of(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("negative");
  }

  @Test
  void submit_contextCancelledWhileWaiting_isCancelled() throws InterruptedException {
    occupy();
    Context.CancellableContext context = Context.current().withCancellation();
    Future<List<Integer>> late = submitIn(context);
    context.cancel(null);
    assertThat(failureOf(late)).isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void submit_deadlinePassedWhileWaiting_isDeadlineExceeded() throws InterruptedException {
    occupy();
    Context.CancellableContext context = Context.current().withCancellation();
    Future<List<Integer>> late = submitIn(context);
    context.cancel(new TimeoutException("deadline"));
    assertThat(failureOf(late)).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void submit_contextCancelledWhileExecuting_returnsBeforeTheExecutionEnds()
      throws InterruptedException {
    Context.CancellableContext context = Context.current().withCancellation();
    Future<List<Integer>> running = submitIn(context);
    executing.await();
    context.cancel(null);
    assertThat(failureOf(running)).isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void submit_contextAlreadyCancelled_isCancelled() throws InterruptedException {
    occupy();
    Context.CancellableContext context = Context.current().withCancellation();
    context.cancel(null);
    assertThat(failureOf(submitIn(context))).isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void submit_callerInterrupted_isCancelled() throws InterruptedException {
    occupy();
    CompletableFuture<Status.Code> outcome = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> outcome.complete(codeOf(() -> coalescer.submit(List.of(1)))));
    caller.interrupt();
    assertThat(outcome.join()).isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void close_executionRunning_isFinishedForItsCaller() throws InterruptedException {
    Future<List<Integer>> running = callers.submit(() -> coalescer.submit(List.of(5)));
    executing.await();
    gate.countDown();
    coalescer.close();
    assertThat(running).succeedsWithin(java.time.Duration.ofSeconds(30)).isEqualTo(List.of(25));
  }

  @Test
  void submit_closed_isUnavailable() {
    gate.countDown();
    coalescer.close();
    assertThat(codeOf(() -> coalescer.submit(List.of(1)))).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private void occupy() throws InterruptedException {
    var _ = callers.submit(() -> coalescer.submit(List.of(0)));
    executing.await();
  }

  private Future<List<Integer>> submitIn(Context context) {
    return callers.submit(context.wrap(() -> coalescer.submit(List.of(1))));
  }

  private List<Integer> square(List<Integer> items) {
    thread.set(Thread.currentThread());
    executing.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (items.contains(-1)) {
      throw new IllegalArgumentException("negative");
    }
    return items.stream().map(item -> item * item).toList();
  }

  private static Status.Code failureOf(Future<?> future) {
    return codeOf(() -> {
      try {
        future.get();
      } catch (java.util.concurrent.ExecutionException e) {
        throw (RuntimeException) e.getCause();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static Status.Code codeOf(Runnable action) {
    try {
      action.run();
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    } catch (ServiceException e) {
      return e.code();
    }
  }
}
