package io.latentmesh.cli;

import io.latentmesh.v1.Plan;
import io.latentmesh.v1.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress for terminals: one bar over all evaluations of all images. */
final class ProgressBarView implements ProgressView {
  private @Nullable ProgressBar bar; // null until the plan is known

  @Override
  public void accepted(Plan plan) {
    plan.getWarningsList().forEach(warning -> System.err.println("warning: " + warning));
    bar =
        new ProgressBarBuilder()
            .setTaskName(plan.getModel())
            .setInitialMax((long) plan.getEvaluations() * plan.getSeedsCount())
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(100)
            .build();
  }

  @Override
  public void queued(Progress progress) {
    if (bar != null) {
      bar.setExtraMessage(progress.getQueuePosition() + " request(s) go first");
    }
  }

  @Override
  public void progress(Progress progress, int done) {
    if (bar != null) {
      bar.setExtraMessage("");
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
