package io.latentmesh.serving.coalescing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The items that one caller waits for, and how that ended. Results are put by the executing thread
 * alone; whoever ends the submission first (result, failure, cancellation) decides.
 */
final class Submission<I, O> {
  private final List<Item<I, O>> items = new ArrayList<>();
  private final List<@Nullable O> results = new ArrayList<>(); // Null until executed.
  private final CompletableFuture<List<O>> answer = new CompletableFuture<>();
  private final long enteredNanos = System.nanoTime();
  private int missing; // Confined, like results, to the executing thread.

  Submission(List<I> inputs, Function<I, ?> key) {
    for (I input : inputs) {
      items.add(new Item<>(this, items.size(), input, key.apply(input)));
      results.add(null);
    }
    missing = items.size();
    if (missing == 0) {
      answer.complete(List.of());
    }
  }

  List<Item<I, O>> items() {
    return items;
  }

  /** How long the caller has waited. */
  long ageNanos() {
    return System.nanoTime() - enteredNanos;
  }

  /** One result for each item, in their order, or why there are none. */
  CompletableFuture<List<O>> answer() {
    return answer;
  }

  void fail(Throwable error) {
    answer.completeExceptionally(error);
  }

  private void put(int index, O result) {
    results.set(index, result);
    missing--;
    if (missing == 0) {
      answer.complete(List.copyOf(nonNull()));
    }
  }

  @SuppressWarnings("NullAway") // None is missing, so none is null; copyOf would refuse a null.
  private List<O> nonNull() {
    return results;
  }

  /** One input of a submission, at its place, with what it must share with its company. */
  record Item<I, O>(Submission<I, O> submission, int index, I input, Object key) {
    void put(O result) {
      submission.put(index, result);
    }
  }
}
