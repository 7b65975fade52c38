package io.latentmesh.orchestrator.sampling;

import java.util.List;

/** The network as it was trained: it sees a scaled latent and a timestep. Calls block. */
@FunctionalInterface
public interface Network {
  /**
   * The raw outputs (epsilon, v or the sample), one per index of {@code conditionings}.
   *
   * @param input a latent of about unit variance, x / sqrt(sigma^2 + 1)
   * @param timestep training timestep; may be fractional, and -1 where diffusers passes -1
   */
  List<Latent> predict(Latent input, double timestep, List<Integer> conditionings);
}
