package io.latentmesh.orchestrator.generation;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * One thread per image of a request. The first failure interrupts all others, and nothing returns
 * before every thread has ended.
 */
public final class ImageThreads {
  private final ThreadFactory factory;

  /**
   * @param factory asked on the thread that calls {@link #runAll}, so that new threads can inherit
   *     what belongs to its call
   */
  public ImageThreads(ThreadFactory factory) {
    this.factory = factory;
  }

  /**
   * Runs all tasks at once.
   *
   * @throws CancellationException if the calling thread was interrupted meanwhile
   */
  void runAll(List<Runnable> tasks) {
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(factory)) {
      var completions = new ExecutorCompletionService<Void>(executor);
      for (Runnable task : tasks) {
        var _ = completions.submit(task, null);
      }
      try {
        for (int i = 0; i < tasks.size(); i++) {
          completions.take().get();
        }
      } catch (ExecutionException e) {
        executor.shutdownNow();
        throw unchecked(e);
      } catch (InterruptedException e) {
        executor.shutdownNow();
        throw cancelled(e);
      }
    }
  }

  /** Tasks throw nothing checked. */
  private static RuntimeException unchecked(ExecutionException failure) {
    return switch (failure.getCause()) {
      case RuntimeException thrown -> thrown;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(failure);
    };
  }

  private static CancellationException cancelled(InterruptedException cause) {
    var cancelled = new CancellationException("interrupted while images were drawn");
    cancelled.initCause(cause);
    return cancelled;
  }
}
