package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.request.GenerationPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A mesh in virtual time: every evaluation and every decode takes what it is told, one thing after
 * the other happens on one thread, and the clock jumps from event to event. Rows of images that
 * wait together share a forward, as in the step engine; decodes share the autoencoder one by one.
 */
final class VirtualMesh {
  private static final long MILLIS = 1_000_000;

  private final AtomicLong now = new AtomicLong();
  private final GenerationClock clock = new GenerationClock(now::get);
  private final SplittableRandom random = new SplittableRandom(1);
  private final Costs costs;

  /**
   * What things take, in milliseconds.
   *
   * @param forward fixed part of a forward
   * @param row each row of it
   * @param rowsPerForward most rows of a forward
   * @param opening the first forward of an image takes so much more
   * @param finishing of one image
   * @param jitter each duration is up to this share longer
   */
  record Costs(
      double forward,
      double row,
      int rowsPerForward,
      double opening,
      double finishing,
      double jitter) {}

  /** What was said after the third evaluation of the image behind all others, and what was true. */
  record Outcome(double toldMillis, double trueMillis) {
    double error() {
      return Math.abs(toldMillis - trueMillis) / trueMillis;
    }
  }

  VirtualMesh(Costs costs) {
    this.costs = costs;
  }

  /** Draws all images of a plan. */
  Outcome draw(GenerationPlan plan) {
    var run = new Run(plan);
    run.sample();
    run.finish();
    return new Outcome(run.told, (now.get() - run.toldAt) / (double) MILLIS);
  }

  private final class Run {
    private final GenerationPlan plan;
    private final RemainingTime remaining;
    private final PriorityQueue<int[]> waiting =
        new PriorityQueue<>(Comparator.comparingInt(image -> image[1])); // image, evaluations done
    private double told;
    private long toldAt;

    Run(GenerationPlan plan) {
      this.plan = plan;
      this.remaining = new RemainingTime(plan, clock);
      for (int image = 0; image < plan.images(); image++) {
        remaining.begun(image);
        waiting.add(new int[] {image, 0});
      }
    }

    void sample() {
      int together = Math.max(1, costs.rowsPerForward / plan.rowsPerEvaluation());
      while (!waiting.isEmpty()) {
        List<int[]> batch = new ArrayList<>();
        while (batch.size() < together && !waiting.isEmpty()) {
          batch.add(waiting.remove());
        }
        forward(batch);
      }
    }

    private void forward(List<int[]> batch) {
      boolean opens = batch.stream().anyMatch(image -> image[1] == 0);
      int rows = batch.size() * plan.rowsPerEvaluation();
      pass(costs.forward + rows * costs.row + (opens ? costs.opening : 0));
      for (int[] image : batch) {
        image[1] = remaining.evaluated(image[0]);
        if (image[1] < plan.sampling().evaluations()) {
          waiting.add(image);
        }
      }
      if (toldAt == 0 && waiting.stream().allMatch(image -> image[1] >= 3)) {
        told = remaining.estimate().orElseThrow().toNanos() / (double) MILLIS;
        toldAt = now.get();
      }
    }

    /** All images come at once; each leaves when those before it have left. */
    void finish() {
      finishOneAndTheRest(plan.images());
    }

    private void finishOneAndTheRest(int images) {
      remaining.finishing(() -> {
        if (images > 1) {
          finishOneAndTheRest(images - 1);
        }
        pass(costs.finishing);
        return images;
      });
    }
  }

  private void pass(double millis) {
    double jittered = millis * (1 + costs.jitter * random.nextDouble());
    now.addAndGet((long) (jittered * MILLIS));
  }
}
