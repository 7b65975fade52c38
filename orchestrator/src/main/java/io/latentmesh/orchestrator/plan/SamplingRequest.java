package io.latentmesh.orchestrator.plan;

import java.util.Optional;

/**
 * What a client may choose about sampling.
 *
 * @param steps 1 to the number of training timesteps; of no effect beside levels of its own
 * @param sampler a {@link SamplerName}; empty means the class that the configuration names
 * @param schedule a {@link ScheduleName}; empty means the configuration's own
 */
public record SamplingRequest(
    int steps, Optional<String> sampler, Optional<String> schedule, SamplingOptions options) {
  /**
   * With {@code eta}, of which 0 means the sampler's default, and otherwise the default options.
   */
  public SamplingRequest(
      int steps, Optional<String> sampler, Optional<String> schedule, double eta) {
    this(
        steps,
        sampler,
        schedule,
        eta == 0 ? SamplingOptions.DEFAULT : SamplingOptions.DEFAULT.withEta(eta));
  }
}
