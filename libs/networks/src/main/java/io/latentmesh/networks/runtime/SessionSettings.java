package io.latentmesh.networks.runtime;

import io.latentmesh.networks.copies.WideCopies;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.graph.GraphSettings.OperatorSet;
import io.latentmesh.networks.graph.Precision;
import java.util.Optional;

/**
 * How a model runs.
 *
 * @param threads threads that one call may use on the CPU, at least 1; 0 for every processor that
 *     the process may use
 * @param precision what the network computes in; inputs and outputs are F32 in any case
 * @param operators of graphs on CUDA; on the CPU they are portable whatever this says
 * @param copies of narrow weights, for networks that compute in F32 on the CPU; absent: they are
 *     widened in memory
 */
public record SessionSettings(
    Provider provider,
    int threads,
    PrecisionChoice precision,
    OperatorSet operators,
    Optional<WideCopies> copies) {
  public SessionSettings {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be at least 0, is " + threads);
    }
  }

  /** Without copies of weights. */
  public SessionSettings(
      Provider provider, int threads, PrecisionChoice precision, OperatorSet operators) {
    this(provider, threads, precision, operators, Optional.empty());
  }

  /** With the provider's own precision and portable operators, without copies of weights. */
  public SessionSettings(Provider provider, int threads) {
    this(provider, threads, PrecisionChoice.AUTO, OperatorSet.PORTABLE);
  }

  /** With copies of narrow weights. */
  public SessionSettings with(WideCopies folder) {
    return new SessionSettings(provider, threads, precision, operators, Optional.of(folder));
  }

  int actualThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  SessionSettings withThreads(int count) {
    return new SessionSettings(provider, count, precision, operators, copies);
  }

  /** F32 where nobody chose. */
  SessionSettings preferringFp32() {
    return precision == PrecisionChoice.AUTO
        ? new SessionSettings(provider, threads, PrecisionChoice.FP32, operators, copies)
        : this;
  }

  /**
   * How a network is to be written for where it will run.
   *
   * @throws InferenceException if CUDA is demanded and cannot be had
   */
  GraphSettings graph() {
    return graphOn(ExecutionProvider.resolve(provider));
  }

  GraphSettings graphOn(ExecutionProvider actual) {
    return switch (actual) {
      case CPU -> new GraphSettings(precision(Precision.FP32), OperatorSet.PORTABLE);
      case CUDA -> new GraphSettings(precision(Precision.FP16), operators);
    };
  }

  private Precision precision(Precision automatic) {
    return switch (precision) {
      case AUTO -> automatic;
      case FP32 -> Precision.FP32;
      case FP16 -> Precision.FP16;
    };
  }
}
