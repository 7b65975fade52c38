package io.latentmesh.orchestrator.model;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps health true: asks the stages for their models again and again, more often while one of them
 * does not answer, and says when that changes.
 */
public final class ModelWatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelWatcher.class);
  private static final Duration WHILE_ABSENT = Duration.ofMillis(200);
  private static final Duration WHILE_PRESENT = Duration.ofSeconds(5);

  private final ModelCatalog catalog;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("model-watcher").factory());
  // Confined to the watcher's thread.
  private boolean present;

  /** What follows from the stages' answers. Called on the watcher's thread. */
  public interface Listener {
    /** All stages answer, and their models fit together. */
    void available();

    /** At least one stage does not. */
    void unavailable();

    /** At least one stage still does not, and will be asked again soon. */
    void absent();
  }

  public ModelWatcher(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /** Begins to watch, at once and in the background. To be called once. */
  public void start(Listener listener) {
    thread.execute(() -> checkAndRepeat(listener));
  }

  /** Asks once, and tells the listener if the answer differs from the last one. */
  void check(Listener listener) {
    try {
      Model model = catalog.refresh();
      if (!present) {
        present = true;
        log.info("event=model_available model={}", model.name());
        listener.available();
      }
    } catch (RuntimeException e) {
      if (present) {
        present = false;
        log.warn("event=model_unavailable cause=\"{}\"", e.getMessage());
        listener.unavailable();
      }
      log.debug("event=model_absent cause=\"{}\"", e.getMessage());
      listener.absent();
    }
  }

  private void checkAndRepeat(Listener listener) {
    check(listener);
    Duration pause = present ? WHILE_PRESENT : WHILE_ABSENT;
    try {
      var _ =
          thread.schedule(() -> checkAndRepeat(listener), pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("the watcher was closed");
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
