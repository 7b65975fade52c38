package io.latentmesh.bench.soak;

import io.latentmesh.bench.Pause;
import io.latentmesh.bench.load.Arrivals;
import io.latentmesh.bench.load.ClosedLoop;
import io.latentmesh.bench.load.ImageClient;
import io.latentmesh.bench.load.OpenLoop;
import io.latentmesh.bench.resources.Holding;
import io.latentmesh.bench.resources.ServedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Poisson arrivals of mixed requests at a share of the capacity that is measured before, by as many
 * clients as fill the batches. What each process holds is read every half minute, from the first
 * arrival on.
 */
public final class Soak {
  private static final int CAPACITY_CLIENTS = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration CAPACITY_WINDOW = Duration.ofSeconds(60);
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final Plan plan;
  private final List<ServedProcess> processes;
  private final List<Reading> readings = new ArrayList<>(); // Of the thread that reads.
  private volatile boolean over;

  /**
   * What to offer.
   *
   * @param duration of the load
   * @param load share of the capacity
   * @param rate requests per second instead of that; empty = the capacity is measured
   * @param seed of arrivals and requests
   */
  public record Plan(Duration duration, double load, OptionalDouble rate, long seed) {}

  /** What all processes held, by name, so long after the first arrival. */
  record Reading(double seconds, Map<String, Holding> holdings) {}

  private Soak(Plan plan, List<ServedProcess> processes) {
    this.plan = plan;
    this.processes = List.copyOf(processes);
  }

  /**
   * Runs a soak against a mesh that serves the demo model.
   *
   * @param address host:port of the public API
   */
  public static SoakResult run(Plan plan, String address, List<ServedProcess> processes)
      throws InterruptedException {
    try (ImageClient client = ImageClient.open(address)) {
      return new Soak(plan, processes).run(client);
    }
  }

  private SoakResult run(ImageClient client) throws InterruptedException {
    double capacity = plan.rate().isPresent() ? Double.NaN : capacity(client);
    double rate = plan.rate().orElse(plan.load() * capacity);
    List<Long> arrivals =
        Arrivals.poisson(
            List.of(new Arrivals.Phase(rate, plan.duration())), new Random(plan.seed()));
    Thread reading = Thread.ofPlatform().daemon().start(this::read);
    OpenLoop.Run run =
        OpenLoop.run(client, new OpenLoop.Load(new MixedRequests(plan.seed()), arrivals, DEADLINE));
    over = true;
    reading.join();
    return new SoakResult(plan, new SoakResult.Offered(capacity, rate), run.calls(), readings);
  }

  /** Requests per second that clients get answered who ask as soon as they have been. */
  private double capacity(ImageClient client) {
    var load =
        new ClosedLoop.Load(
            new MixedRequests(-plan.seed()), CAPACITY_CLIENTS, Integer.MAX_VALUE, DEADLINE);
    return ClosedLoop.sustained(client, load, WARM_UP, CAPACITY_WINDOW);
  }

  private void read() {
    long begun = System.nanoTime();
    for (int reading = 1; !over; reading++) {
      Pause.until(begun + reading * EVERY.toNanos());
      double at = (System.nanoTime() - begun) / 1e9;
      Map<String, Holding> holdings = new LinkedHashMap<>();
      processes.forEach(process -> holdings.put(process.name(), process.holding()));
      readings.add(new Reading(at, holdings));
    }
  }
}
