package io.latentmesh.serving.coalescing;

import io.grpc.Context;
import io.grpc.Contexts;
import io.latentmesh.serving.Errors;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Runs one function over what many callers bring. Items that wait together and have equal keys
 * share one execution, first come first served, up to a fixed number. Nobody waits for company: an
 * execution begins as soon as the one before it has ended.
 *
 * <p>The function runs on one platform thread, because a model call pins the thread that makes it;
 * callers block, so theirs should be virtual.
 *
 * @param <I> what a caller brings
 * @param <O> what it gets for each
 */
public final class Coalescer<I, O> implements AutoCloseable {
  private final Batches<I, O> batches;
  private final Thread worker;

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param maxBatch most items in one execution, at least 1
   * @param key what items must have in common to share an execution; called on callers' threads
   * @param execute one result for each item, in their order; an exception fails these items only,
   *     and reaches every caller that brought one
   */
  public Coalescer(
      String name, int maxBatch, Function<I, ?> key, Function<List<I>, List<O>> execute) {
    this.batches = new Batches<>(maxBatch, key, execute);
    this.worker = Thread.ofPlatform().name(name).daemon().start(this::work);
  }

  /**
   * Blocks until all items have been executed, perhaps in several executions and in company.
   *
   * <p>Ends early when the calling thread is interrupted or its gRPC {@link Context} is cancelled:
   * items that still wait are dropped, those being executed are finished for nobody.
   *
   * @return one result for each item, in their order
   * @throws io.grpc.StatusRuntimeException CANCELLED or DEADLINE_EXCEEDED on cancellation
   * @throws io.latentmesh.serving.ServiceException UNAVAILABLE when this is closed; or whatever the
   *     function threw
   */
  public List<O> submit(List<I> items) {
    Submission<I, O> submission = batches.enter(items);
    Context.CancellationListener leave =
        context ->
            batches.leave(submission, Contexts.statusFromCancelled(context).asRuntimeException());
    Context context = Context.current();
    context.addListener(leave, Runnable::run);
    try {
      return submission.answer().get();
    } catch (ExecutionException e) {
      throw rethrow(e);
    } catch (InterruptedException e) {
      batches.leave(submission, e);
      Thread.currentThread().interrupt();
      throw Errors.toStatus(e);
    } finally {
      context.removeListener(leave);
    }
  }

  /** Items that wait for an execution to begin. */
  public int waiting() {
    return batches.waiting();
  }

  /** How long the first of them has waited; 0 when none does. */
  public long oldestAgeNanos() {
    return batches.oldestAgeNanos();
  }

  /**
   * Fails whoever waits with UNAVAILABLE and blocks until a running execution has ended, so that
   * what the function uses can be closed next.
   */
  @Override
  public void close() {
    batches.close();
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      while (batches.await()) {
        batches.step();
      }
    } catch (InterruptedException e) {
      batches.close(); // Nobody interrupts this thread but the JVM's end.
    }
  }

  /** The function's own exception: what it is decides the status. */
  private static RuntimeException rethrow(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException own -> own;
      case Error own -> throw own;
      case null, default -> new IllegalStateException(e);
    };
  }
}
