package io.latentmesh.orchestrator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.stage.Priority;
import io.latentmesh.serving.ServiceException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of requests that are refused, expelled, interrupted, closed early and late, by
 * themselves and by others: whatever happens, nothing is left.
 */
class AdmissionSchedulesTest {
  private static final int SCHEDULES = 2000;
  private static final int REQUESTS = 12;

  @Test
  void anySchedule_leavesNothingBehind() throws InterruptedException {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      var schedule = new Schedule(seed);
      schedule.run();
      QueueState state = schedule.admission.state();
      assertThat(state.running()).as("seed %d", seed).isEqualTo(new QueueState.Running(0, 0, 0));
      assertThat(state.queued().inAll()).as("seed %d", seed).isZero();
      assertThat(state.queued().tenants()).as("seed %d", seed).isZero();
      assertThat(schedule.mostRows.get()).as("seed %d", seed).isLessThanOrEqualTo(3 + 3);
    }
  }

  /** What the requests do is the seed's; how their threads interleave is the machine's. */
  private static final class Schedule {
    private final SplittableRandom random;
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong mostRows = new AtomicLong();
    private final Admission admission;

    Schedule(long seed) {
      random = new SplittableRandom(seed);
      admission =
          new Admission(
              new AdmissionLimits(
                  6,
                  Duration.ofSeconds(20),
                  4,
                  1,
                  Works.tenants(Map.of("a", new TenantLimits(2, 1, 3)))),
              new Admission.Surroundings(new RowTimes(), () -> 1, clock::get),
              new SimpleMeterRegistry());
    }

    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on yielding: it varies the order.
    void run() throws InterruptedException {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        SplittableRandom own = random.split();
        threads.add(Thread.ofVirtual().start(() -> request(own)));
      }
      while (threads.stream().anyMatch(Thread::isAlive)) {
        if (random.nextInt(4) == 0) {
          threads.get(random.nextInt(REQUESTS)).interrupt();
        }
        clock.addAndGet(random.nextLong(3 * Works.SECOND));
        admission.step();
        mostRows.accumulateAndGet(admission.state().running().rowsInFlight(), Math::max);
        Thread.yield();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    private void request(SplittableRandom own) {
      Work work = work(own);
      try (Ticket ticket = admission.admit(work)) {
        if (own.nextInt(5) == 0) {
          Thread.ofVirtual().start(ticket::close);
        }
        ticket.encoded();
        ticket.awaitTurn((position, remaining) -> {});
        draw(own, work, ticket);
        Runnable again = own.nextInt(3) == 0 ? ticket::close : () -> {};
        again.run();
      } catch (ServiceException | CancellationException ended) {
        assertThat(ended.getMessage()).isNotEmpty();
      }
    }

    /** Some images, some of their evaluations, in no particular order. */
    @SuppressWarnings("ThreadPriorityCheck") // As above.
    private static void draw(SplittableRandom own, Work work, Ticket ticket) {
      int images = own.nextInt(work.volume().images() + 2);
      for (int i = 0; i < images; i++) {
        ticket.evaluated();
        Thread.yield();
        ticket.sampled();
        if (own.nextBoolean()) {
          ticket.decoded();
        }
      }
    }

    private static Work work(SplittableRandom own) {
      Optional<Duration> timeLeft =
          own.nextBoolean()
              ? Optional.empty()
              : Optional.of(Duration.ofSeconds(own.nextInt(1, 40)));
      Priority[] priorities = Priority.values();
      return new Work(
          new Work.Caller(
              own.nextBoolean() ? "a" : "b", priorities[own.nextInt(priorities.length)], timeLeft),
          new Work.Volume(1, own.nextInt(1, 5), own.nextInt(1, 4), Works.SIZE),
          List.of(Works.CURVE));
    }
  }
}
