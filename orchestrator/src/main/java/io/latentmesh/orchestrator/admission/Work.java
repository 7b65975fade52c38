package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.stage.BatchCurve;
import io.latentmesh.orchestrator.stage.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A request as admission sees it.
 *
 * @param curves what the denoiser says about its speed; may be empty
 */
public record Work(Caller caller, Volume volume, List<BatchCurve> curves) {
  public Work {
    curves = List.copyOf(curves);
  }

  /**
   * Who asks, and how urgently.
   *
   * @param tenant empty is a tenant of its own
   * @param timeLeft until the caller's deadline; empty when it has none
   * @param quota what it may have beside its tenant's limits
   */
  public record Caller(String tenant, Priority priority, Optional<Duration> timeLeft, Quota quota) {
    /** Within its tenant's limits alone. */
    public Caller(String tenant, Priority priority, Optional<Duration> timeLeft) {
      this(tenant, priority, timeLeft, Quota.NONE);
    }
  }

  /**
   * How much is asked for.
   *
   * @param rowsPerEvaluation of each image, at the evaluations that need most
   * @param rowShare the part of these rows that is needed over all evaluations, above 0, at most 1
   * @param evaluations of each image
   * @param images side by side
   */
  public record Volume(
      int rowsPerEvaluation, double rowShare, int evaluations, int images, RowSize size) {
    /** As many rows at every evaluation. */
    public Volume(int rowsPerEvaluation, int evaluations, int images, RowSize size) {
      this(rowsPerEvaluation, 1, evaluations, images, size);
    }

    /** Rows that wait for the denoiser or run on it at the same time, at most. */
    int rows() {
      return rowsPerEvaluation * images;
    }
  }
}
