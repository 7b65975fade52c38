package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineLoopTest {
  private final FakeDenoiser model = new FakeDenoiser();
  private final StepEngine engine = Engines.of(new FirstComeFirstServed(8), model, () -> 0);

  @Test
  void submit_loopIsParked_wakesItEachTime() {
    try (EngineLoop loop = EngineLoop.start("test-engine", engine)) {
      for (int i = 0; i < 200; i++) {
        Row row = Rows.small(i);
        loop.submit(List.of(row));
        assertThat(row.answer().orTimeout(50, TimeUnit.SECONDS).join().values()).containsOnly(i);
      }
    }
  }

  @Test
  void submit_rowsArriveDuringAForward_runTogetherNext() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(1);
    model.answerWith(rows -> {
      running.countDown();
      await(arrived);
      return FakeDenoiser.timesteps(rows);
    });
    Row third = Rows.small(3);
    try (EngineLoop loop = EngineLoop.start("test-engine", engine)) {
      loop.submit(List.of(Rows.small(1)));
      running.await();
      loop.submit(List.of(Rows.small(2)));
      loop.submit(List.of(third));
      arrived.countDown();
      third.answer().join();
    }

    assertThat(model.sizes()).containsExactly(1, 2);
  }

  @Test
  void close_forwardRuns_waitsForItAndFailsTheRest() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    model.answerWith(rows -> {
      running.countDown();
      await(finish);
      return FakeDenoiser.timesteps(rows);
    });
    EngineLoop loop = EngineLoop.start("test-engine", engine);
    Row first = Rows.small(1);
    Row waiting = Rows.small(2);
    loop.submit(List.of(first));
    running.await();
    loop.submit(List.of(waiting));
    var failed = waiting.answer().whenComplete((_, _) -> finish.countDown());

    loop.close();

    assertThat(first.answer().join().values()).containsOnly(1);
    assertThat(failed).isCompletedExceptionally();
    assertThat(waiting.answer().exceptionNow()).isInstanceOf(EngineClosedException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
