package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A network as a denoiser.
 *
 * @param timestep of a noise level
 */
public record NetworkDenoiser(
    Network network, Parameterization parameterization, DoubleUnaryOperator timestep)
    implements ConditionalDenoiser {

  @Override
  public List<Latent> denoise(Latent x, double sigma, List<Integer> conditionings) {
    List<Latent> denoised = new ArrayList<>(conditionings.size());
    for (Latent output : outputs(x, sigma, conditionings)) {
      denoised.add(parameterization.denoised(x, output, sigma));
    }
    return denoised;
  }

  @Override
  public Latent denoiseToSum(Latent x, double sigma, Rows rows) {
    List<Latent> outputs = outputs(x, sigma, rows.conditionings());
    return parameterization.denoised(x, outputs, rows.weights(), sigma);
  }

  private List<Latent> outputs(Latent x, double sigma, List<Integer> conditionings) {
    Latent input = x.times(parameterization.inputScale(sigma));
    return network.predict(input, timestep.applyAsDouble(sigma), conditionings);
  }
}
