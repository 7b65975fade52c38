package io.latentmesh.orchestrator.model;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps health true: asks the stages for their models again and again, more often while one of them
 * does not answer, and says when that changes.
 *
 * <p>One poll without an answer is a replica that restarts, so it takes three in a row to say that
 * a stage is gone. What is known of the models is kept longer: requests that arrive meanwhile wait
 * for the stage. After half a minute they are refused at once instead.
 */
public final class ModelWatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelWatcher.class);
  private static final Duration WHILE_ABSENT = Duration.ofMillis(200);
  private static final Duration WHILE_IN_DOUBT = Duration.ofMillis(500);
  private static final Duration WHILE_PRESENT = Duration.ofSeconds(5);
  private static final int POLLS_IN_DOUBT = 3;
  private static final Duration KNOWN_WHILE_ABSENT = Duration.ofSeconds(30);

  private final ModelCatalog catalog;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("model-watcher").factory());
  // Confined to the watcher's thread.
  private boolean present;
  private int failedPolls; // In a row.
  private long absentSince; // When the first of them failed.

  /** What follows from the stages' answers. Called on the watcher's thread. */
  public interface Listener {
    /** All stages answer, and their models fit together. */
    void available();

    /** At least one stage has not answered several times in a row. */
    void unavailable();

    /** At least one stage did not answer this time, and will be asked again soon. */
    void absent();
  }

  public ModelWatcher(ModelCatalog catalog) {
    this(catalog, System::nanoTime);
  }

  ModelWatcher(ModelCatalog catalog, LongSupplier nanoTime) {
    this.catalog = catalog;
    this.nanoTime = nanoTime;
  }

  /** Begins to watch, at once and in the background. To be called once. */
  public void start(Listener listener) {
    thread.execute(() -> checkAndRepeat(listener));
  }

  /** Asks once, and tells the listener what follows. */
  void check(Listener listener) {
    try {
      available(catalog.refresh(), listener);
    } catch (RuntimeException e) {
      failed(e, listener);
    }
  }

  private void available(Model model, Listener listener) {
    failedPolls = 0;
    if (!present) {
      present = true;
      log.info("event=model_available model={}", model.name());
      listener.available();
    }
  }

  private void failed(RuntimeException cause, Listener listener) {
    log.debug("event=model_absent cause=\"{}\"", cause.getMessage());
    long now = nanoTime.getAsLong();
    if (failedPolls++ == 0) {
      absentSince = now;
    }
    if (present && failedPolls >= POLLS_IN_DOUBT) {
      present = false;
      log.warn("event=model_unavailable cause=\"{}\"", cause.getMessage());
      listener.unavailable();
    }
    if (now - absentSince >= KNOWN_WHILE_ABSENT.toNanos()) {
      catalog.forget();
    }
    listener.absent();
  }

  private Duration pause() {
    if (!present) {
      return WHILE_ABSENT;
    }
    return failedPolls > 0 ? WHILE_IN_DOUBT : WHILE_PRESENT;
  }

  private void checkAndRepeat(Listener listener) {
    check(listener);
    try {
      var _ =
          thread.schedule(
              () -> checkAndRepeat(listener), pause().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("the watcher was closed");
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
