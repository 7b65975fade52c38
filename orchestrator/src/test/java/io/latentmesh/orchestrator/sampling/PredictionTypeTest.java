package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PredictionTypeTest {
  private static final double CLEAN = 0.8;
  private static final double NOISE = -1.25;
  private static final double SIGMA = 2.5;

  @Test
  void denoised_ofTheTrueNoise_isTheCleanLatent() {
    assertThat(denoised(PredictionType.EPSILON, NOISE)).isCloseTo(CLEAN, within(1e-6));
  }

  @Test
  void denoised_ofTheTrueVelocity_isTheCleanLatent() {
    double alpha = 1 / Math.hypot(SIGMA, 1);
    double velocity = alpha * NOISE - alpha * SIGMA * CLEAN;
    assertThat(denoised(PredictionType.V_PREDICTION, velocity)).isCloseTo(CLEAN, within(1e-6));
  }

  @Test
  void denoised_ofTheSample_isTheSample() {
    assertThat(denoised(PredictionType.SAMPLE, CLEAN)).isCloseTo(CLEAN, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(PredictionType.class)
  void output_undoesDenoised(PredictionType type) {
    Latent x = Latents.of(1.5);
    Latent output = type.output(x, type.denoised(x, Latents.of(0.3), SIGMA), SIGMA);
    assertThat(Latents.value(output)).isCloseTo(0.3, within(1e-6));
  }

  private static double denoised(PredictionType type, double output) {
    Latent x = Latents.of(CLEAN + SIGMA * NOISE);
    return Latents.value(type.denoised(x, Latents.of(output), SIGMA));
  }
}
