package io.latentmesh.orchestrator.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.serving.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Admitted jobs are in flight or have one outcome, on every page, whatever goes on. */
class JobConservationTest {
  private static final int CLIENTS = 64;
  private static final int JOBS_PER_CLIENT = 100;

  private final ManualClock clock = new ManualClock();
  private final MemoryJobStore store =
      new MemoryJobStore(clock, new Retention(Duration.ofMinutes(10), 1 << 20));
  private final JobLedger ledger = new JobLedger();
  private final AtomicInteger ids = new AtomicInteger();
  private final Jobs jobs =
      new Jobs(new Jobs.Parts(store, ledger, clock, () -> "job" + ids.incrementAndGet()));
  private final Metrics metrics = Metrics.create("test");

  JobConservationTest() {
    var meters = new JobMeters(ledger, store);
    metrics.readTogether(meters::read);
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void everyPage_conserves_whileThousandsOfJobsBeginAndEnd() throws Exception {
    var done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Double> busiest = threads.submit(() -> scrapeUntil(done));
      List<Callable<Void>> clients =
          IntStream.range(0, CLIENTS)
              .<Callable<Void>>mapToObj(seed -> () -> client(new SplittableRandom(seed)))
              .toList();
      for (Future<Void> client : threads.invokeAll(clients)) {
        client.get();
      }
      done.set(true);
      assertThat(busiest.get()).as("jobs in flight on one page").isGreaterThan(1);
    }
    atRest();
  }

  private void atRest() {
    jobs.drain(Duration.ofMinutes(1));
    Page page = Page.of(metrics.scrape());
    assertThat(page.inFlight).isZero();
    assertThat(page.admitted).isPositive().isEqualTo(page.ended);
    clock.advance(Duration.ofMinutes(10));
    store.sweep();
    assertThat(store.bytes()).isZero();
    assertThat(store.size()).isZero();
  }

  /** Checks page after page; the most jobs in flight that one told of. */
  private double scrapeUntil(AtomicBoolean done) {
    double busiest = 0;
    while (!done.get()) {
      Page page = Page.of(metrics.scrape());
      assertThat(page.ended + page.inFlight).isEqualTo(page.admitted);
      busiest = Math.max(busiest, page.inFlight);
    }
    return busiest;
  }

  /** Begins jobs of every kind; some leave before the end, some join others. */
  private Void client(SplittableRandom random) throws InterruptedException {
    for (int i = 0; i < JOBS_PER_CLIENT; i++) {
      String requestId = random.nextInt(3) == 0 ? "shared" + random.nextInt(20) : "";
      var work = new RandomWork(random.split());
      var proposal = new Proposal(new RequestKey("", requestId), "f", Optional.empty(), id -> work);
      switch (jobs.submit(proposal)) {
        case Submission.Started(JobReader reader) -> listen(reader, random);
        case Submission.Joined(JobReader reader) -> listen(reader, random);
        case Submission.Conflict conflict -> throw new AssertionError(conflict);
        case Submission.Draining draining -> throw new AssertionError(draining);
      }
    }
    return null;
  }

  private static void listen(JobReader reader, SplittableRandom random)
      throws InterruptedException {
    try (reader) {
      if (random.nextInt(4) != 0) {
        assertThat(reader.next(Long.MAX_VALUE)).isInstanceOf(JobReading.End.class);
      }
    }
  }

  /** What a page says. */
  private record Page(double admitted, double inFlight, double ended) {
    static Page of(String text) {
      return new Page(
          sum(text, "latentmesh_jobs_admitted_total"),
          sum(text, "latentmesh_jobs_in_flight"),
          sum(text, "latentmesh_jobs_total"));
    }

    private static double sum(String text, String name) {
      return text.lines()
          .filter(line -> line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }
}
