package io.latentmesh.bench.idle;

import io.latentmesh.bench.Pause;
import io.latentmesh.bench.load.ClosedLoop;
import io.latentmesh.bench.load.ImageClient;
import io.latentmesh.bench.load.Requests;
import io.latentmesh.bench.step.Echo;
import io.latentmesh.bench.step.PacedEcho;
import io.latentmesh.bench.stub.StubMesh;
import io.latentmesh.bench.stub.StubModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The whole mesh around a device that takes 11 ms for a forward, whatever its rows, and no
 * processor: what a step takes beyond the forward when one client draws, and which share of its
 * time the device waits when two or more images take turns.
 */
public final class DeviceIdle {
  private static final Duration FORWARD = Duration.ofMillis(11);
  private static final Duration FAST_FORWARD = Duration.ofMillis(1);
  private static final Duration SETTLING = Duration.ofSeconds(1);
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final double GUIDANCE_SCALE = 2.5;
  private static final int LONG_IMAGE_STEPS = 1000;
  private static final int ROWS_OF_ONE_IMAGE = 2;

  /** Of the demo model's guided step in fp16: 4 x 16 x 16 values up, twice as many down. */
  private static final Echo.Sizes STEP = new Echo.Sizes(2 << 10, 4 << 10);

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("one client, one cohort", 1, ROWS_OF_ONE_IMAGE),
          new Setting("two clients, forwards of one image", 2, ROWS_OF_ONE_IMAGE),
          new Setting("two clients, forwards of up to two images", 2, 2 * ROWS_OF_ONE_IMAGE),
          new Setting("eight clients, forwards of up to four images", 8, 4 * ROWS_OF_ONE_IMAGE));

  /**
   * A way to load the device.
   *
   * @param maxRows in one forward
   */
  record Setting(String name, int clients, int maxRows) {
    /** Groups of images that take turns when all of them want a forward. */
    int cohorts() {
      return clients * ROWS_OF_ONE_IMAGE / maxRows;
    }
  }

  private DeviceIdle() {}

  /**
   * Watches each setting for {@code window}, and before that as long with a device that is fast, so
   * that what runs is compiled, the last one once more before all others; then what gRPC alone
   * takes.
   *
   * @param window below 9 seconds, so that the image of a single client outlasts it
   */
  public static IdleResult run(Duration window) throws IOException {
    List<IdleReading> readings = new ArrayList<>();
    var _ = measure(SETTINGS.getLast(), window);
    for (Setting setting : SETTINGS) {
      readings.add(measure(setting, window));
    }
    return new IdleResult(
        FORWARD, readings, PacedEcho.run(STEP, FORWARD, (int) window.dividedBy(FORWARD)));
  }

  private static IdleReading measure(Setting setting, Duration window) {
    var device = new TimedDevice(FAST_FORWARD);
    var plan =
        new StubMesh.Plan(
            StubModel.demo(),
            device,
            1,
            Map.of("latentmesh.batching.max-rows", String.valueOf(setting.maxRows())));
    var load =
        new ClosedLoop.Load(
            new Requests(LONG_IMAGE_STEPS, GUIDANCE_SCALE),
            setting.clients(),
            Integer.MAX_VALUE,
            DEADLINE);
    try (StubMesh mesh = StubMesh.start(plan)) {
      // The client goes first: the images are longer than the window and need not be finished.
      ImageClient client = ImageClient.open(mesh.address());
      ClosedLoop loop = ClosedLoop.start(client, load);
      try {
        Pause.until(System.nanoTime() + window.toNanos());
        return window(setting, device, window);
      } finally {
        client.close();
        loop.close();
      }
    }
  }

  private static IdleReading window(Setting setting, TimedDevice device, Duration window) {
    device.pace(FORWARD);
    Pause.until(System.nanoTime() + SETTLING.toNanos());
    var _ = device.take();
    Pause.until(System.nanoTime() + window.toNanos());
    return IdleReading.of(setting, device.take());
  }
}
