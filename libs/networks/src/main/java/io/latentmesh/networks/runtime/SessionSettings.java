package io.latentmesh.networks.runtime;

import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.graph.GraphSettings.OperatorSet;
import io.latentmesh.networks.graph.Precision;

/**
 * How a model runs.
 *
 * @param threads threads that one call may use on the CPU, at least 1; 0 for every processor that
 *     the process may use
 * @param precision what the network computes in; inputs and outputs are F32 in any case
 * @param operators of graphs on CUDA; on the CPU they are portable whatever this says
 */
public record SessionSettings(
    Provider provider, int threads, PrecisionChoice precision, OperatorSet operators) {
  public SessionSettings {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be at least 0, is " + threads);
    }
  }

  /** With the provider's own precision and portable operators. */
  public SessionSettings(Provider provider, int threads) {
    this(provider, threads, PrecisionChoice.AUTO, OperatorSet.PORTABLE);
  }

  int actualThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  SessionSettings withThreads(int count) {
    return new SessionSettings(provider, count, precision, operators);
  }

  /** F32 where nobody chose. */
  SessionSettings preferringFp32() {
    return precision == PrecisionChoice.AUTO
        ? new SessionSettings(provider, threads, PrecisionChoice.FP32, operators)
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
