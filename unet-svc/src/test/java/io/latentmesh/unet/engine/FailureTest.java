package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of rows, of later forwards and of the service when forwards fail. */
class FailureTest {
  private static final String OUT = "CUDA failure 2: out of memory ; GPU=0";
  private static final String SICK = "CUDA failure 719: unspecified launch failure";

  private final AtomicLong clock = new AtomicLong();
  private final RecordingObserver observer = new RecordingObserver();
  private final FakeDenoiser model = new FakeDenoiser();
  private final StepEngine engine =
      Engines.of(
          new FirstComeFirstServed(8), model, Engines.around(clock::get, Runnable::run, observer));

  /**
   * For each forward the message of its failure, "" for success; the rows of each forward; the
   * fates of the eight rows: . answered, x failed, u unavailable here.
   */
  static Stream<Arguments> scripts() {
    return Stream.of(
        Arguments.of("works", List.of(""), List.of(8), "........", false),
        Arguments.of("fails once", List.of(SICK), List.of(8), "xxxxxxxx", false),
        Arguments.of(
            "memory does for halves", List.of(OUT, "", ""), List.of(8, 4, 4), "........", false),
        Arguments.of(
            "memory does not do for a half",
            List.of(OUT, "", OUT),
            List.of(8, 4, 4),
            "....uuuu",
            false),
        Arguments.of(
            "a half fails otherwise", List.of(OUT, SICK, ""), List.of(8, 4, 4), "xxxx....", false),
        Arguments.of(
            "memory does for nothing", List.of(OUT, OUT, OUT), List.of(8, 4, 4), "uuuuuuuu", true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void step_forwardsFail_rowsMeetTheFateThatTheyShould(
      String name, List<String> script, List<Integer> sizes, String fates, boolean broken) {
    List<Row> rows = Stream.iterate(1, i -> i + 1).limit(8).map(i -> Rows.small(i)).toList();
    engine.submit(rows);
    follow(script);

    engine.step();

    assertThat(model.sizes()).as(name).isEqualTo(sizes);
    assertThat(fates(rows)).isEqualTo(fates);
    assertThat(observer.events().stream().anyMatch(e -> e.startsWith("broken"))).isEqualTo(broken);
  }

  @Test
  void step_memoryRanOut_halvesTheBudgetUntilLongAfterwards() {
    Row.Kind kind = Rows.small(0).kind();
    RowCaps caps = new RowCaps(8);

    caps.halve(kind, 6, 0);

    assertThat(caps.cap(kind, RowCaps.RECOVERY_NANOS - 1)).isEqualTo(3);
    assertThat(caps.cap(kind, RowCaps.RECOVERY_NANOS)).isEqualTo(6);
    assertThat(caps.cap(kind, 2 * RowCaps.RECOVERY_NANOS - 1)).isEqualTo(6);
    assertThat(caps.cap(kind, 2 * RowCaps.RECOVERY_NANOS)).isEqualTo(8);
  }

  @Test
  void step_memoryRanOut_tellsThePolicyForThatKindOnly() {
    List<Waiting> seen = new ArrayList<>();
    StepEngine watched =
        Engines.of(
            waiting -> {
              seen.add(waiting);
              return new FirstComeFirstServed(8).choose(waiting);
            },
            model,
            clock::get);
    watched.submit(List.of(Rows.small(1), Rows.small(2), Rows.small(3), Rows.small(4)));
    follow(List.of(OUT, "", ""));
    watched.step();

    watched.submit(List.of(Rows.small(1), Rows.wide(1)));
    watched.step();

    assertThat(seen.getLast().budgets())
        .containsEntry(Rows.small(0).kind(), 2)
        .containsEntry(Rows.wide(0).kind(), 8);
  }

  @Test
  void step_failsAndSucceedsInTurn_neverCountsAsBroken() {
    follow(List.of(SICK, "", SICK, "", SICK));
    for (int i = 0; i < 5; i++) {
      engine.submit(List.of(Rows.small(i)));
      engine.step();
    }

    assertThat(observer.events()).noneMatch(event -> event.startsWith("broken"));
  }

  @Test
  void step_failsTwiceInARow_testsItselfAndComesBack() {
    breakDown();
    model.recover();

    engine.step();
    Row after = Rows.small(9);
    engine.submit(List.of(after));
    engine.step();

    assertThat(observer.events())
        .contains("broken: " + SICK)
        .endsWith("works", "ran 1 rows in 0 ns");
    assertThat(after.answer().join().values()).containsOnly(9);
  }

  @Test
  void step_isBroken_refusesRowsUntilASelfTestSucceeds() {
    breakDown();
    engine.step();
    Row refused = Rows.small(5);
    engine.submit(List.of(refused));

    engine.step();

    assertThat(refused.answer().exceptionNow()).isInstanceOf(DeviceBrokenException.class);
    assertThat(observer.events()).doesNotContain("works");
  }

  @Test
  void step_isBroken_testsItselfAtIntervals() {
    breakDown();
    int before = model.forwards().size();
    engine.step();
    assertThat(engine.patienceNanos()).isEqualTo(Engines.TEST_INTERVAL.toNanos());
    engine.step();
    assertThat(model.forwards()).hasSize(before + 1);

    clock.addAndGet(Engines.TEST_INTERVAL.toNanos());
    engine.step();

    assertThat(model.forwards()).hasSize(before + 2);
  }

  @Test
  void step_selfTestIsNotFinite_staysBroken() {
    breakDown();
    model.answerWith(_ -> List.of(new float[] {Float.NaN}));

    engine.step();

    assertThat(observer.events()).doesNotContain("works");
  }

  @Test
  void step_isBroken_countsAsBroken() {
    breakDown();
    engine.step();
    clock.addAndGet(70);
    engine.step();

    assertThat(observer.idleNanos(Idle.BROKEN)).isEqualTo(70);
  }

  private void breakDown() {
    model.answerWith(_ -> {
      throw new IllegalStateException(SICK);
    });
    for (int i = 0; i < 2; i++) {
      engine.submit(List.of(Rows.small(i)));
      engine.step();
    }
  }

  /** Forwards fail with the messages of {@code script}, one after the other; "" is a success. */
  private void follow(List<String> script) {
    var next = script.iterator();
    model.answerWith(rows -> {
      String message = next.next();
      if (message.isEmpty()) {
        return FakeDenoiser.timesteps(rows);
      }
      throw new IllegalStateException("run failed", new IllegalStateException(message));
    });
  }

  private static String fates(List<Row> rows) {
    StringBuilder fates = new StringBuilder();
    for (Row row : rows) {
      boolean failed = row.answer().isCompletedExceptionally();
      boolean here = !failed || !(row.answer().exceptionNow() instanceof DeviceBrokenException);
      fates.append(!failed ? '.' : here ? 'x' : 'u');
    }
    return fates.toString();
  }
}
