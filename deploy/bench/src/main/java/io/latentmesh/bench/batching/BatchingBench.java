package io.latentmesh.bench.batching;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many images a device can draw in time, by batching policy: the real engine and policy on
 * published batch curves and on the demo model's, in virtual time.
 */
public final class BatchingBench {
  private static final Duration TURNAROUND = Duration.ofMillis(1);

  private BatchingBench() {}

  /**
   * What to run.
   *
   * @param model whose own curve is measured
   * @param curves folder of published curves
   * @param requests of each run
   */
  public record Plan(Path model, Path curves, int requests, long seed) {}

  /** Runs everything; takes minutes, most of them in the search for the highest rates. */
  public static BatchingResult run(Plan plan) throws IOException {
    List<CurveFile> curves = new ArrayList<>(CurveFile.readAll(plan.curves));
    curves.add(DemoCurve.measure(plan.model));
    var arrivals = new Arrivals(plan.seed, plan.requests);
    List<Study> studies =
        curves.stream().map(curve -> Study.of(curve, TURNAROUND.toNanos(), arrivals)).toList();
    return new BatchingResult(plan.requests, plan.seed, studies);
  }
}
