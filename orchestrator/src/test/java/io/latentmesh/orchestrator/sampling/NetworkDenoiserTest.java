package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.latentmesh.orchestrator.sampling.ConditionalDenoiser.Rows;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkDenoiserTest {
  private static final double SIGMA = 2.5;
  private static final Latent X = Latents.of(0.75f);
  private static final Rows ROWS = new Rows(List.of(4, 2, 7), List.of(0.5, -2.0, 1.25));

  static Stream<Parameterization> parameterizations() {
    return Stream.concat(
        Stream.of(PredictionType.values()).map(Parameterization.Discrete::new),
        Stream.of(
            new Parameterization.Flow(),
            new Parameterization.Edm(PredictionType.EPSILON, 0.5),
            new Parameterization.Edm(PredictionType.V_PREDICTION, 0.5)));
  }

  @ParameterizedTest
  @MethodSource("parameterizations")
  void weightedSum_isThatOfTheDenoised(Parameterization parameterization) {
    var model = denoiser(parameterization);
    List<Latent> each = model.denoise(X, SIGMA, ROWS.conditionings());
    double expected = Latents.value(Latent.sum(ROWS.weights(), each));
    assertThat(Latents.value(model.denoiseToSum(X, SIGMA, ROWS))).isCloseTo(expected, within(2e-6));
  }

  @ParameterizedTest
  @MethodSource("parameterizations")
  void network_seesTheScaledLatentAtItsTimestep(Parameterization parameterization) {
    var model =
        new NetworkDenoiser(
            (input, timestep, conditionings) -> {
              assertThat(timestep).isEqualTo(3 * SIGMA);
              assertThat(conditionings).containsExactly(9);
              return List.of(input);
            },
            parameterization,
            sigma -> 3 * sigma);
    Latent scaled = X.times(parameterization.inputScale(SIGMA));
    assertThat(model.denoise(X, SIGMA, List.of(9)).getFirst().toArray())
        .isEqualTo(parameterization.denoised(X, scaled, SIGMA).toArray());
  }

  @Test
  void guidanceOfOne_isTheConditionalToTheBit() {
    var model = denoiser(new Parameterization.Discrete(PredictionType.EPSILON));
    assertThat(Guidance.classifierFree(model, 1).denoise(X, SIGMA).toArray())
        .isEqualTo(Guidance.conditional(model).denoise(X, SIGMA).toArray());
  }

  /** Conditioning c predicts a tenth of c. */
  private static NetworkDenoiser denoiser(Parameterization parameterization) {
    return new NetworkDenoiser(
        (input, timestep, conditionings) ->
            conditionings.stream().map(c -> Latents.of(c / 10f)).toList(),
        parameterization,
        sigma -> sigma);
  }
}
