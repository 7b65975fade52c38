package io.latentmesh.networks.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/**
 * Deals the rows of a call to sessions that run side by side: the first on the caller's thread, the
 * others on threads of their own. One caller at a time.
 */
final class RowLanes implements AutoCloseable {
  private final List<ModelSession> lanes;
  private final ExecutorService others;

  RowLanes(List<ModelSession> lanes) {
    this.lanes = List.copyOf(lanes);
    this.others =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("rows-", 1).factory());
  }

  /**
   * The answers to all rows, in order.
   *
   * @param forward one run of one session on some of the rows, in order
   */
  <R, A> List<A> run(List<R> rows, BiFunction<ModelSession, List<R>, List<A>> forward) {
    List<List<R>> parts = deal(rows, Math.min(lanes.size(), rows.size()));
    List<CompletableFuture<List<A>>> rest = new ArrayList<>();
    for (int i = 1; i < parts.size(); i++) {
      ModelSession lane = lanes.get(i);
      List<R> part = parts.get(i);
      rest.add(CompletableFuture.supplyAsync(() -> forward.apply(lane, part), others));
    }
    List<A> answers = new ArrayList<>();
    try {
      answers.addAll(forward.apply(lanes.getFirst(), parts.getFirst()));
    } finally {
      rest.forEach(RowLanes::awaitEnd); // the sessions must be free when this returns or throws
    }
    rest.forEach(part -> answers.addAll(result(part)));
    return answers;
  }

  @Override
  public void close() {
    others.shutdown();
  }

  /** Cuts rows into {@code count} parts whose sizes differ by at most one. */
  static <R> List<List<R>> deal(List<R> rows, int count) {
    List<List<R>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(rows.subList(i * rows.size() / count, (i + 1) * rows.size() / count));
    }
    return parts;
  }

  private static void awaitEnd(CompletableFuture<?> part) {
    part.handle((answers, failure) -> null).join();
  }

  private static <A> A result(CompletableFuture<A> part) {
    try {
      return part.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }
}
