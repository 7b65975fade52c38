package io.latentmesh.cli;

import io.latentmesh.v1.Plan;
import io.latentmesh.v1.Progress;
import java.io.PrintStream;

/** Progress for pipes and logs: at most ten lines a generation. */
final class ProgressLines implements ProgressView {
  private static final int LINES = 10;

  private final PrintStream out;
  private int total = 1;
  private int shown;

  ProgressLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accepted(Plan plan) {
    total = plan.getEvaluations() * plan.getSeedsCount();
    out.printf(
        "%s: %d image(s) of %dx%d, %d steps, guidance %s, sampler %s%n",
        plan.getModel(),
        plan.getSeedsCount(),
        plan.getWidth(),
        plan.getHeight(),
        plan.getSteps(),
        plan.getGuidanceScale(),
        plan.getSampler());
    plan.getWarningsList().forEach(warning -> out.println("warning: " + warning));
  }

  @Override
  public void queued(Progress progress) {
    out.printf("%d request(s) go first%s%n", progress.getQueuePosition(), remaining(progress));
  }

  @Override
  public void progress(Progress progress, int done) {
    if (done * LINES / total > shown * LINES / total) {
      out.printf("%d of %d evaluations%s%n", done, total, remaining(progress));
    }
    shown = done;
  }

  @Override
  public void close() {
    out.flush();
  }

  private static String remaining(Progress progress) {
    if (!progress.hasRemaining()) {
      return "";
    }
    var left = progress.getRemaining();
    return ", about %.1f s left".formatted(left.getSeconds() + left.getNanos() / 1e9);
  }
}
