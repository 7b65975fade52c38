package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Streams behind a slow network, on a clock that only moves when something happens. */
class CohortOverlapTest {
  private static final long STEP = 11_000_000;
  private static final long NETWORK = 1_000_000;
  private static final int STEPS = 50;

  private long clock;
  private final RecordingObserver observer = new RecordingObserver();
  private final PriorityQueue<Row> network =
      new PriorityQueue<>(Comparator.comparingLong(Row::arrivedNanos));
  private final List<Integer> sizes = new ArrayList<>();
  private StepEngine engine = engine(Runnable::run);

  @Test
  void step_oneStream_leavesTheDeviceIdleForEachRoundTrip() {
    travel(Rows.claim(STEPS), 0);

    drive();

    assertThat(observer.idleNanos(Idle.WAITING_FOR_ROWS)).isEqualTo((STEPS - 1) * NETWORK);
  }

  @Test
  void step_twoCohorts_neverWaitsForTheNetwork() {
    travel(Rows.claim(STEPS), 0);
    travel(Rows.claim(STEPS), NETWORK / 2);

    drive();

    assertThat(observer.idleNanos(Idle.WAITING_FOR_ROWS)).isZero();
    assertThat(sizes).hasSize(2 * STEPS).containsOnly(1);
  }

  @Test
  void step_twoCohortsAndAnswersTakeLong_neverWaitsForThem() {
    List<Runnable> unwritten = new ArrayList<>();
    engine =
        engine(task -> {
          unwritten.add(task);
          if (unwritten.size() > 1) {
            unwritten.removeFirst().run(); // a whole forward late
          }
        });
    travel(Rows.claim(STEPS), 0);
    travel(Rows.claim(STEPS), 0);
    travel(Rows.claim(STEPS), 0);

    drive();

    assertThat(observer.idleNanos(Idle.WAITING_FOR_ROWS)).isZero();
  }

  private StepEngine engine(Executor answers) {
    return Engines.of(
        new FirstComeFirstServed(1), this::denoise, Engines.around(() -> clock, answers, observer));
  }

  /** Runs until no row is here or on its way. */
  private void drive() {
    int ran = 0;
    while (ran > 0 || !network.isEmpty()) {
      if (ran == 0) {
        clock = Math.max(clock, network.element().arrivedNanos());
      }
      deliver();
      ran = engine.step();
    }
  }

  private List<float[]> denoise(List<Row> rows) {
    sizes.add(rows.size());
    clock += STEP;
    deliver();
    return FakeDenoiser.timesteps(rows);
  }

  private void deliver() {
    while (!network.isEmpty() && network.peek().arrivedNanos() <= clock) {
      engine.submit(List.of(network.remove()));
    }
  }

  private void travel(Claim claim, long nanos) {
    send(claim, 0, nanos);
  }

  private void send(Claim claim, int index, long arrival) {
    Row row = Rows.of(claim, index, arrival);
    var _ =
        row.answer()
            .thenAccept(_ -> {
              if (index + 1 < claim.evaluations()) {
                send(claim, index + 1, clock + NETWORK);
              }
            });
    network.add(row);
  }
}
