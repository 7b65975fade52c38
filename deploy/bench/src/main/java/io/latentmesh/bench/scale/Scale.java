package io.latentmesh.bench.scale;

import io.latentmesh.bench.Pause;
import io.latentmesh.bench.load.Call;
import io.latentmesh.bench.load.ClosedLoop;
import io.latentmesh.bench.load.ImageClient;
import io.latentmesh.bench.load.Requests;
import io.latentmesh.bench.stub.StubDenoiser;
import io.latentmesh.bench.stub.StubMesh;
import io.latentmesh.bench.stub.StubModel;
import io.latentmesh.bench.stub.StubReplica;
import io.latentmesh.bench.stub.StubTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One denoiser, three, one again, under clients that ask as soon as they have been answered. A
 * replica joins by a line in the list of addresses and leaves by losing it and draining.
 */
public final class Scale {
  private static final StubTimes TIMES =
      StubTimes.of(Map.of(2, Duration.ofMillis(30), 4, Duration.ofMillis(40)));
  private static final int MAX_ROWS = 4;
  private static final int STEPS = 20;
  private static final double GUIDANCE_SCALE = 2.5;
  private static final int CLIENTS = 18;
  private static final int MOST_REPLICAS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(6);
  private static final Duration JOINING = Duration.ofSeconds(16);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final Duration window;
  private final List<ReplicaRows> ticks = new ArrayList<>();

  private Scale(Duration window) {
    this.window = window;
  }

  /** Measures each number of replicas for {@code window}. */
  public static ScaleResult run(Duration window) {
    var plan =
        new StubMesh.Plan(
            StubModel.demo(),
            new StubDenoiser(TIMES),
            1,
            Map.of("latentmesh.batching.max-rows", String.valueOf(MAX_ROWS)));
    try (StubMesh mesh = StubMesh.start(plan);
        ImageClient client = ImageClient.open(mesh.address())) {
      var load =
          new ClosedLoop.Load(
              new Requests(STEPS, GUIDANCE_SCALE), CLIENTS, Integer.MAX_VALUE, DEADLINE);
      return new Scale(window).measure(mesh, ClosedLoop.start(client, load));
    }
  }

  private ScaleResult measure(StubMesh mesh, ClosedLoop loop) {
    try (loop) {
      watch(mesh, WARM_UP);
      double one = rate(mesh);
      long joined = System.nanoTime();
      while (mesh.replicas().size() < MOST_REPLICAS) {
        mesh.addReplica();
      }
      watch(mesh, JOINING);
      double three = rate(mesh);
      while (mesh.replicas().size() > 1) {
        mesh.removeReplica();
      }
      watch(mesh, WARM_UP);
      double oneAgain = rate(mesh);
      loop.close();
      return new ScaleResult(
          new ScaleResult.Rates(one, three, oneAgain),
          FairShare.seconds(ticks, joined),
          loop.calls().stream().filter(call -> !call.ok()).map(Call::code).toList(),
          loop.calls().size());
    }
  }

  /** Rows per second of all replicas over one window. */
  private double rate(StubMesh mesh) {
    long begun = System.nanoTime();
    double before = total(mesh);
    watch(mesh, window);
    double rows = total(mesh) - before;
    return rows / ((System.nanoTime() - begun) / 1e9);
  }

  private void watch(StubMesh mesh, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      ticks.add(
          new ReplicaRows(
              System.nanoTime(), mesh.replicas().stream().map(StubReplica::rows).toList()));
      Pause.until(Math.min(end, System.nanoTime() + TICK.toNanos()));
    }
  }

  private static double total(StubMesh mesh) {
    return mesh.replicas().stream().mapToDouble(StubReplica::rows).sum();
  }
}
