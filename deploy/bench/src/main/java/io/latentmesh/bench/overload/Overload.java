package io.latentmesh.bench.overload;

import io.latentmesh.bench.load.Arrivals;
import io.latentmesh.bench.load.ClosedLoop;
import io.latentmesh.bench.load.ImageClient;
import io.latentmesh.bench.load.OpenLoop;
import io.latentmesh.bench.load.Requests;
import io.latentmesh.bench.stub.StubDenoiser;
import io.latentmesh.bench.stub.StubMesh;
import io.latentmesh.bench.stub.StubModel;
import io.latentmesh.bench.stub.StubTimes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Half the capacity, twice the capacity, half the capacity again, as Poisson arrivals with
 * deadlines; the capacity is measured before, by as many clients as fill the batches. The network
 * is a stub whose forwards gain by batching, so that processors are not what is short.
 */
public final class Overload {
  private static final StubTimes TIMES =
      StubTimes.of(
          Map.of(
              1, Duration.ofMillis(8),
              2, Duration.ofMillis(9),
              4, Duration.ofMillis(12),
              8, Duration.ofMillis(18)));
  private static final int MAX_ROWS = 8;
  private static final int STEPS = 10;
  private static final double GUIDANCE_SCALE = 2.5;
  private static final int CAPACITY_CLIENTS = 16;
  private static final Duration WARM_UP = Duration.ofSeconds(6);
  private static final Duration CAPACITY_WINDOW = Duration.ofSeconds(10);
  private static final Duration NO_DEADLINE = Duration.ofMinutes(2);
  private static final Duration BASELINE = Duration.ofSeconds(15);
  private static final Duration RECOVERY = Duration.ofSeconds(20);
  private static final double LIGHT = 0.5;
  private static final double HEAVY = 2;

  private final Plan plan;

  /**
   * What to offer.
   *
   * @param overload how long twice the capacity is offered
   * @param deadline of each request
   * @param seed of the arrivals
   */
  public record Plan(Duration overload, Duration deadline, long seed) {}

  private Overload(Plan plan) {
    this.plan = plan;
  }

  public static OverloadResult run(Plan plan) throws InterruptedException {
    var mesh =
        new StubMesh.Plan(
            StubModel.demo(),
            new StubDenoiser(TIMES),
            1,
            Map.of("latentmesh.batching.max-rows", String.valueOf(MAX_ROWS)));
    try (StubMesh running = StubMesh.start(mesh);
        ImageClient client = ImageClient.open(running.address())) {
      return new Overload(plan).measure(client);
    }
  }

  private OverloadResult measure(ImageClient client) throws InterruptedException {
    double capacity = capacity(client);
    var phases =
        List.of(
            new Arrivals.Phase(LIGHT * capacity, BASELINE),
            new Arrivals.Phase(HEAVY * capacity, plan.overload()),
            new Arrivals.Phase(LIGHT * capacity, RECOVERY));
    List<Long> arrivals = Arrivals.poisson(phases, new Random(plan.seed()));
    var load = new OpenLoop.Load(new Requests(STEPS, GUIDANCE_SCALE), arrivals, plan.deadline());
    OpenLoop.Run run = OpenLoop.run(client, load);
    var timeline = new Timeline(run.begunNanos(), BASELINE, plan.overload(), RECOVERY);
    return new OverloadResult(capacity, plan, OverloadReading.of(timeline, run.calls()));
  }

  /** Images per second that clients get who ask as soon as they have been answered. */
  private static double capacity(ImageClient client) {
    var load =
        new ClosedLoop.Load(
            new Requests(STEPS, GUIDANCE_SCALE), CAPACITY_CLIENTS, Integer.MAX_VALUE, NO_DEADLINE);
    return ClosedLoop.sustained(client, load, WARM_UP, CAPACITY_WINDOW);
  }
}
