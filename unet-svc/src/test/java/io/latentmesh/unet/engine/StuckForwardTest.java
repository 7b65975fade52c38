package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a forward counts as one that will not end. */
class StuckForwardTest {
  private static final long FLOOR = Duration.ofMinutes(10).toNanos();
  private static final long EXPECTED = Duration.ofSeconds(20).toNanos();

  private final AtomicLong clock = new AtomicLong();
  private final FakeDenoiser model = new FakeDenoiser();

  @Test
  void forward_shorterThanTheFloor_isNotStuck() {
    assertThat(during(FLOOR, Map.of())).containsExactly(false);
  }

  @Test
  void forward_longerThanTheFloor_isStuck() {
    assertThat(during(FLOOR + 1, Map.of())).containsExactly(true);
  }

  @Test
  void forward_thatShouldTakeLong_isStuckAfterAHundredTimesThat() {
    var curves = Map.of(Rows.small(0).kind(), BatchCurve.of(EXPECTED));

    assertThat(during(100 * EXPECTED, curves)).containsExactly(false);
    assertThat(during(100 * EXPECTED + 1, curves)).containsExactly(true);
  }

  @Test
  void engine_withoutAForward_isNeverStuck() {
    StepEngine engine = engine(Map.of());
    clock.addAndGet(2 * FLOOR);
    assertThat(engine.isStuck(FLOOR)).isFalse();
  }

  @Test
  void engine_whoseForwardHasFailed_isNotStuck() {
    StepEngine engine = engine(Map.of());
    model.answerWith(_ -> {
      throw new IllegalStateException("launch failure");
    });
    engine.submit(List.of(Rows.small(1)));
    engine.step();
    clock.addAndGet(2 * FLOOR);
    assertThat(engine.isStuck(FLOOR)).isFalse();
  }

  /** What the engine says when its only forward has taken so long. */
  private List<Boolean> during(long nanos, Map<Row.Kind, BatchCurve> curves) {
    StepEngine engine = engine(curves);
    List<Boolean> stuck = new ArrayList<>();
    model.answerWith(rows -> {
      clock.addAndGet(nanos);
      stuck.add(engine.isStuck(FLOOR));
      return FakeDenoiser.timesteps(rows);
    });
    engine.submit(List.of(Rows.small(1)));
    engine.step();
    return stuck;
  }

  private StepEngine engine(Map<Row.Kind, BatchCurve> curves) {
    return new StepEngine(
        Engines.device(model, curves),
        new FirstComeFirstServed(1),
        Engines.around(clock::get, Runnable::run, new RecordingObserver()));
  }
}
