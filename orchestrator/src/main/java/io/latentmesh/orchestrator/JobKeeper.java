package io.latentmesh.orchestrator;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.latentmesh.orchestrator.jobs.JobIds;
import io.latentmesh.orchestrator.jobs.JobLedger;
import io.latentmesh.orchestrator.jobs.JobMeters;
import io.latentmesh.orchestrator.jobs.Jobs;
import io.latentmesh.orchestrator.jobs.MemoryJobStore;
import io.latentmesh.orchestrator.jobs.Retention;
import io.latentmesh.serving.Metrics;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of this process with their store, and the thread that ends leases, deadlines and what
 * was kept long enough.
 */
record JobKeeper(Jobs jobs, ScheduledThreadPoolExecutor timer) implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobKeeper.class);

  /** Leases are seconds, so this is soon enough. */
  private static final long SWEEP_MILLIS = 250;

  static JobKeeper start(OrchestratorSettings.JobSettings settings, Metrics metrics) {
    InstantSource clock = InstantSource.system();
    var store = new MemoryJobStore(clock, new Retention(settings.keep(), settings.maxBytes()));
    var ledger = new JobLedger();
    var ids = new JobIds(new SecureRandom());
    var jobs = new Jobs(new Jobs.Parts(store, ledger, clock, ids));
    var meters = new JobMeters(ledger, store);
    metrics.readTogether(meters::read);
    return new JobKeeper(jobs, timer(jobs, store));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static ScheduledThreadPoolExecutor timer(Jobs jobs, MemoryJobStore store) {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("job-timer").factory());
    timer.setRemoveOnCancelPolicy(true); // a deadline's timer holds its call's context
    var _ =
        timer.scheduleWithFixedDelay(
            () -> sweep(jobs, store), SWEEP_MILLIS, SWEEP_MILLIS, MILLISECONDS);
    return timer;
  }

  private static void sweep(Jobs jobs, MemoryJobStore store) {
    try {
      jobs.sweep();
      store.sweep();
    } catch (RuntimeException e) {
      log.error("event=sweep_failed", e); // thrown, it would end all later sweeps
    }
  }
}
