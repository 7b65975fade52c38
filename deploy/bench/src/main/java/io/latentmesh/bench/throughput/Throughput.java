package io.latentmesh.bench.throughput;

import io.latentmesh.bench.Sample;
import io.latentmesh.bench.load.Call;
import io.latentmesh.bench.load.ClosedLoop;
import io.latentmesh.bench.load.ImageClient;
import io.latentmesh.bench.load.Requests;
import io.latentmesh.standalone.Standalone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Images per second of a model on this machine at several numbers of requests in flight, with
 * batches of the service's own size and with forwards of one image's rows, in turn.
 */
public final class Throughput {
  private static final List<Integer> IN_FLIGHT = List.of(1, 4, 16, 64);
  private static final double GUIDANCE_SCALE = 2.5;
  private static final int ROWS_OF_ONE_IMAGE = 2;
  private static final int FEWEST_IMAGES = 8;
  private static final int WARM_UP_IMAGES = 8;
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** What is measured here is work, not its refusal. */
  private static final Map<String, String> PATIENT =
      Map.of("latentmesh.admission.max-queue-age", "10m");

  private final Plan plan;

  /**
   * What to measure.
   *
   * @param steps per image
   * @param rounds blocks of each contender at each number in flight
   */
  public record Plan(Path model, int steps, int rounds) {}

  private Throughput(Plan plan) {
    this.plan = plan;
  }

  public static ThroughputResult run(Plan plan) {
    var bench = new Throughput(plan);
    try (Standalone batching = Standalone.start(plan.model(), PATIENT);
        Standalone single = Standalone.start(plan.model(), oneImage());
        ImageClient on = ImageClient.open(batching.address());
        ImageClient off = ImageClient.open(single.address())) {
      bench.block(on, new Level(WARM_UP_IMAGES, new Sample(), new Sample()));
      bench.block(off, new Level(WARM_UP_IMAGES, new Sample(), new Sample()));
      return bench.measure(on, off);
    }
  }

  private static Map<String, String> oneImage() {
    Map<String, String> settings = new HashMap<>(PATIENT);
    settings.put("latentmesh.batching.max-rows", String.valueOf(ROWS_OF_ONE_IMAGE));
    return settings;
  }

  private ThroughputResult measure(ImageClient on, ImageClient off) {
    List<ThroughputResult.Row> rows = new ArrayList<>();
    for (int inFlight : IN_FLIGHT) {
      var batched = new Level(inFlight, new Sample(), new Sample());
      var alone = new Level(inFlight, new Sample(), new Sample());
      for (int round = 0; round < rounds(inFlight); round++) {
        block(on, batched);
        block(off, alone);
      }
      rows.add(new ThroughputResult.Row(inFlight, batched, alone));
    }
    return new ThroughputResult(plan.steps(), rows);
  }

  /** A block of many images is long enough for one round. */
  private int rounds(int inFlight) {
    return inFlight >= 64 ? Math.min(1, plan.rounds()) : plan.rounds();
  }

  private void block(ImageClient client, Level level) {
    int images = Math.max(FEWEST_IMAGES, 2 * level.inFlight());
    var requests = new Requests(plan.steps(), GUIDANCE_SCALE);
    long begun = System.nanoTime();
    List<Call> calls =
        ClosedLoop.runAll(
            client, new ClosedLoop.Load(requests, level.inFlight(), images, DEADLINE));
    double seconds = (System.nanoTime() - begun) / 1e9;
    long drawn = calls.stream().filter(Call::ok).count();
    if (drawn < images) {
      throw new IllegalStateException(
          "%d of %d images failed: %s".formatted(images - drawn, images, failures(calls)));
    }
    level.imagesPerSecond().add(drawn / seconds);
    calls.forEach(call -> level.latencies().add(call.seconds()));
  }

  private static List<String> failures(List<Call> calls) {
    return calls.stream()
        .filter(call -> !call.ok())
        .map(call -> call.code().name())
        .distinct()
        .toList();
  }
}
