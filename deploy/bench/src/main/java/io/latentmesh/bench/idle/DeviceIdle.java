package io.latentmesh.bench.idle;

import io.latentmesh.bench.Pause;
import io.latentmesh.bench.Scrape;
import io.latentmesh.bench.load.ClosedLoop;
import io.latentmesh.bench.load.ImageClient;
import io.latentmesh.bench.load.Requests;
import io.latentmesh.bench.stub.StubMesh;
import io.latentmesh.bench.stub.StubModel;
import io.latentmesh.bench.stub.StubReplica;
import io.latentmesh.bench.stub.StubTimes;
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
  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final double GUIDANCE_SCALE = 2.5;
  private static final int LONG_IMAGE_STEPS = 1000;
  private static final int ROWS_OF_ONE_IMAGE = 2;

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
   * Watches each setting for {@code window}, after some time to settle; the last one goes first
   * once more, for the compilers.
   *
   * @param window below 9 seconds, so that the image of a single client outlasts it
   */
  public static IdleResult run(Duration window) {
    List<IdleReading> readings = new ArrayList<>();
    var _ = measure(SETTINGS.getLast(), window);
    for (Setting setting : SETTINGS) {
      readings.add(measure(setting, window));
    }
    return new IdleResult(FORWARD, readings);
  }

  private static IdleReading measure(Setting setting, Duration window) {
    var plan =
        new StubMesh.Plan(
            StubModel.demo(),
            StubTimes.constant(FORWARD),
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
        return window(setting, mesh.replicas().getFirst(), window);
      } finally {
        client.close();
        loop.close();
      }
    }
  }

  private static IdleReading window(Setting setting, StubReplica device, Duration window) {
    Pause.until(System.nanoTime() + SETTLING.toNanos());
    DeviceCounters before = DeviceCounters.read(device);
    Pause.until(System.nanoTime() + window.toNanos());
    return IdleReading.between(setting, before, DeviceCounters.read(device));
  }

  /**
   * What the engine counts.
   *
   * @param atSeconds when, on a clock of its own
   * @param busySeconds spent in forwards
   * @param rows answered
   */
  record DeviceCounters(double atSeconds, double busySeconds, double forwards, double rows) {
    static DeviceCounters read(StubReplica device) {
      long begun = System.nanoTime();
      Scrape page = device.scrape();
      double middle = (begun + System.nanoTime()) / 2e9;
      return new DeviceCounters(
          middle,
          page.sum("latentmesh_engine_busy_seconds_total"),
          page.sum("latentmesh_step_duration_seconds_count"),
          page.sum("latentmesh_steps_total"));
    }
  }
}
