package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.Network;
import io.latentmesh.orchestrator.stage.DenoiserStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stream's network that reports its evaluations: each one while the next travels, because what is
 * done between an answer and the next question keeps the image waiting; the last one when told to.
 * Confined to the image's thread.
 */
final class ReportingNetwork implements Network {
  private final DenoiserStream stream;
  private final IntFunction<Runnable> account;
  private @Nullable Runnable unreported; // Null when the newest one was reported.

  /**
   * @param account told the rows of an evaluation when it is done; gives back how to report it
   */
  ReportingNetwork(DenoiserStream stream, IntFunction<Runnable> account) {
    this.stream = stream;
    this.account = account;
  }

  /** An interrupt is noticed even where the stream does not notice it. */
  @Override
  public List<Latent> predict(Latent input, double timestep, List<Integer> conditionings) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted between evaluations");
    }
    List<Latent> predictions = stream.predict(input, timestep, conditionings, this::report);
    unreported = account.apply(predictions.size());
    return predictions;
  }

  /** Reports the newest evaluation unless that was done. */
  void report() {
    Runnable report = unreported;
    if (report != null) {
      unreported = null;
      report.run();
    }
  }
}
