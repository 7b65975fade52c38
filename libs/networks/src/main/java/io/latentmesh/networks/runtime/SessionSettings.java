package io.latentmesh.networks.runtime;

/**
 * How a model runs.
 *
 * @param threads threads that one call may use on the CPU, at least 1; 0 for every processor that
 *     the process may use
 */
public record SessionSettings(Provider provider, int threads) {
  public SessionSettings {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be at least 0, is " + threads);
    }
  }

  int actualThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
