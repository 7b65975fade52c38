package io.latentmesh.orchestrator.plan;

import java.util.Optional;

/**
 * What a client may choose about sampling.
 *
 * @param steps 1 to the number of training timesteps
 * @param sampler a {@link SamplerName}; empty means the class that the configuration names
 * @param schedule a {@link ScheduleName}; empty means the configuration's own
 * @param eta stochasticity of DDIM, 0 to 1; other samplers have none
 */
public record SamplingRequest(
    int steps, Optional<String> sampler, Optional<String> schedule, double eta) {}
