package io.latentmesh.bench.idle;

import io.latentmesh.bench.Pause;
import io.latentmesh.bench.stub.StubDenoiser;
import io.latentmesh.bench.stub.StubTimes;
import io.latentmesh.unet.engine.BatchDenoiser;
import io.latentmesh.unet.engine.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A device whose forwards take the same time whatever their rows, and no processor; keeps when each
 * one ran. Thread-safe.
 */
final class TimedDevice implements BatchDenoiser {
  private final StubDenoiser network = new StubDenoiser(StubTimes.constant(Duration.ofNanos(1)));
  private final List<Forward> forwards = new ArrayList<>();
  private volatile long nanos;

  /** One forward, on the clock of {@link System#nanoTime()}. */
  record Forward(long startNanos, long endNanos, int rows) {}

  TimedDevice(Duration forward) {
    pace(forward);
  }

  /** From the next forward on. */
  void pace(Duration forward) {
    nanos = forward.toNanos();
  }

  @Override
  public List<float[]> denoise(List<Row> rows) {
    long begun = System.nanoTime();
    List<float[]> answers = network.denoise(rows);
    Pause.until(begun + nanos);
    synchronized (forwards) {
      forwards.add(new Forward(begun, System.nanoTime(), rows.size()));
    }
    return answers;
  }

  /** What ran since the last call. */
  List<Forward> take() {
    synchronized (forwards) {
      List<Forward> taken = List.copyOf(forwards);
      forwards.clear();
      return taken;
    }
  }
}
