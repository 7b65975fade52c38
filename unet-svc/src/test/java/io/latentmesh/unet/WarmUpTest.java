package io.latentmesh.unet;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.unet.engine.BatchCurve;
import io.latentmesh.unet.engine.FakeDenoiser;
import io.latentmesh.unet.engine.LatentShape;
import io.latentmesh.unet.engine.Row;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A device that takes 10 ms and 1 ms for each row, and ten times that for its first forward. */
class WarmUpTest {
  private final AtomicLong clock = new AtomicLong();
  private final FakeDenoiser device = new FakeDenoiser();

  @Test
  void measure_thereIsTime_measuresUpToMaxRows() {
    BatchCurve curve = measure(Duration.ofSeconds(10), 8).values().iterator().next();

    assertThat(curve.nanosByRows())
        .containsExactly(
            Map.entry(1, 11_000_000L),
            Map.entry(2, 12_000_000L),
            Map.entry(4, 14_000_000L),
            Map.entry(8, 18_000_000L));
    assertThat(device.sizes()).hasSize(16);
  }

  @Test
  void measure_thereIsNoTime_runsOnceWhatAGuidedImageNeeds() {
    measure(Duration.ZERO, 8);

    assertThat(device.sizes()).containsExactly(1, 2);
  }

  @Test
  void measure_timeRunsOut_stopsBeforeAForwardThatIsTooLong() {
    measure(Duration.ofMillis(250), 64);

    assertThat(device.sizes()).contains(2).doesNotContain(64);
    assertThat(clock.get()).isLessThan(Duration.ofMillis(320).toNanos());
  }

  @Test
  void measure_ownSize_isTheKindOfTheModel() {
    assertThat(measure(Duration.ZERO, 8).keySet())
        .containsExactly(new Row.Kind("", new LatentShape(4, 3, 3), 3));
  }

  @Test
  void measure_oneRowAtMost_runsOneRow() {
    measure(Duration.ZERO, 1);

    assertThat(device.sizes()).containsExactly(1);
  }

  private Map<Row.Kind, BatchCurve> measure(Duration time, int maxRows) {
    device.answerWith(rows -> {
      int slow = device.sizes().size() == 1 ? 10 : 1;
      clock.addAndGet(slow * (10_000_000L + rows.size() * 1_000_000L));
      return FakeDenoiser.timesteps(rows);
    });
    HostedModel model = new HostedModel(Messages.DESCRIPTION, device, 3);
    return new WarmUp(model, new Batching(maxRows, time), clock::get).measure();
  }

  private record Batching(int maxRows, Duration warmUpTime) implements UnetSettings.Batching {
    @Override
    public Duration selfTestInterval() {
      return Duration.ofSeconds(5);
    }

    @Override
    public Duration stuckAfter() {
      return Duration.ofMinutes(10);
    }
  }
}
