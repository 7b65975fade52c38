package io.latentmesh.bench.chaos;

import io.latentmesh.bench.Pause;
import io.latentmesh.bench.Scrape;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scrapes a mesh into a history: while it works, and when it should have come to rest. */
final class MeshCounters {
  private static final Duration CADENCE = Duration.ofMillis(250);
  private static final Duration TO_REST = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(MeshCounters.class);

  private final Processes processes;
  private final History history;

  MeshCounters(Processes processes, History history) {
    this.processes = processes;
    this.history = history;
  }

  /** Scrapes the orchestrator again and again until it is interrupted. */
  void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        note();
        Thread.sleep(CADENCE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A page that comes too late on a crowded machine is a reading less, not a broken invariant. */
  private void note() {
    try {
      JobCounters jobs = jobs();
      history.add(at -> new Event.Scraped(at, jobs));
    } catch (UncheckedIOException late) {
      log.warn("event=scrape_missed reason=\"{}\"", late.getMessage());
    }
  }

  /** Waits until nothing runs, not forever, and notes what is left. */
  void rest(long callsOk) {
    long deadline = System.nanoTime() + TO_REST.toNanos();
    Event.Rested rested = look(callsOk);
    while (!isAtRest(rested) && System.nanoTime() < deadline) {
      Pause.until(System.nanoTime() + CADENCE.toNanos());
      rested = look(callsOk);
    }
    Event.Rested last = rested;
    history.add(at -> new Event.Rested(at, last.jobs(), last.calls(), last.streams(), last.rows()));
  }

  private Event.Rested look(long callsOk) {
    List<Scrape> denoisers = processes.denoiserMetrics().stream().map(Scrape::from).toList();
    return new Event.Rested(
        0,
        jobs(),
        callsOk,
        denoisers.stream().mapToDouble(page -> page.sum("latentmesh_sequences_active")).sum(),
        denoisers.stream().mapToDouble(page -> page.sum("latentmesh_queue_depth")).sum());
  }

  private static boolean isAtRest(Event.Rested rested) {
    return rested.jobs().inFlight() == 0 && rested.streams() == 0 && rested.rows() == 0;
  }

  private JobCounters jobs() {
    return JobCounters.of(Scrape.from(processes.orchestratorMetrics()));
  }
}
