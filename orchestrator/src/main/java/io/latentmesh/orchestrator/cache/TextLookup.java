package io.latentmesh.orchestrator.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.TextEncoder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One request for texts: what is there, what others are encoding, and what it sends itself. */
final class TextLookup {
  private final AsyncCache<TextKey, Conditioning> cache;
  private final TextEncoder stage;
  private final Set<TextKey> keys;
  // Confined to the thread that calls run.
  private int sent;
  private @Nullable RuntimeException ownFailure; // null until the own call fails

  /**
   * @param keys of one model; a text that comes twice is looked up once
   */
  TextLookup(AsyncCache<TextKey, Conditioning> cache, TextEncoder stage, List<TextKey> keys) {
    this.cache = cache;
    this.stage = stage;
    this.keys = new LinkedHashSet<>(keys);
  }

  /**
   * Blocks until every text is encoded, by this call or by one that was on its way.
   *
   * @throws CancellationException if the thread was interrupted while it waited
   * @throws RuntimeException the stage's own, of this call only
   */
  Map<TextKey, Conditioning> run() {
    while (true) {
      try {
        return cache.getAll(keys, (missing, executor) -> sent(Set.copyOf(missing))).get();
      } catch (ExecutionException e) {
        if (ownFailure != null) {
          throw ownFailure;
        }
        // Somebody else's call has failed and is forgotten: the next round sends its texts.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        var cancelled = new CancellationException("interrupted while a text was encoded");
        cancelled.initCause(e);
        throw cancelled;
      }
    }
  }

  /** Texts that this request sent. */
  int misses() {
    return sent;
  }

  /** Texts that it did not have to send. */
  int hits() {
    return Math.max(0, keys.size() - sent);
  }

  /** On the caller's thread, so that the call has its deadline and hears of its cancellation. */
  private CompletableFuture<Map<TextKey, Conditioning>> sent(Set<TextKey> missing) {
    List<TextKey> order = keys.stream().filter(missing::contains).toList();
    sent += order.size();
    try {
      return CompletableFuture.completedFuture(encoded(order));
    } catch (RuntimeException e) {
      ownFailure = e;
      // For whoever waits: this failure is not theirs. (Caffeine logs any other kind.)
      return CompletableFuture.failedFuture(new CancellationException("another call failed"));
    }
  }

  private Map<TextKey, Conditioning> encoded(List<TextKey> order) {
    List<TextEncoder.Input> texts = order.stream().map(TextKey::text).toList();
    List<Conditioning> answers = stage.encode(order.getFirst().model(), texts);
    return IntStream.range(0, order.size())
        .boxed()
        .collect(Collectors.toMap(order::get, answers::get));
  }
}
