package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected numbers are those of torch 2.15 for the betas of Stable Diffusion. */
class NoiseScheduleTest {
  private static final float[] BETAS = BetaSchedule.SCALED_LINEAR.betas(0.00085, 0.012, 1000);
  private static final NoiseSchedule STABLE_DIFFUSION = NoiseSchedule.of(BETAS);

  @Test
  void sigma_ofTheFirstAndLastTimestep_isThatOfStableDiffusion() {
    assertThat(STABLE_DIFFUSION.sigma(0)).isCloseTo(0.0291675, within(1e-7));
    assertThat(STABLE_DIFFUSION.sigma(999)).isCloseTo(14.6146469, within(1e-6));
  }

  @Test
  void sigmaBetween_isLinear() {
    double middle = (STABLE_DIFFUSION.sigma(500) + STABLE_DIFFUSION.sigma(501)) / 2;
    assertThat(STABLE_DIFFUSION.sigmaBetween(500.5)).isCloseTo(middle, within(1e-6));
  }

  @Test
  void sigmaBetween_beyondTheEnds_isConstant() {
    assertThat(STABLE_DIFFUSION.sigmaBetween(-1)).isEqualTo(STABLE_DIFFUSION.sigmaBetween(0));
    assertThat(STABLE_DIFFUSION.sigmaBetween(1000)).isEqualTo(STABLE_DIFFUSION.sigmaBetween(999));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500, 998, 999})
  void timestep_undoesSigma(int t) {
    assertThat(STABLE_DIFFUSION.timestep(STABLE_DIFFUSION.sigmaBetween(t)))
        .isCloseTo(t, within(1e-3));
  }

  @Test
  void timestep_betweenTwo_isLinearInTheLogarithm() {
    double middle = Math.sqrt(STABLE_DIFFUSION.sigma(500) * STABLE_DIFFUSION.sigma(501));
    assertThat(STABLE_DIFFUSION.timestep(middle)).isCloseTo(500.5, within(1e-3));
  }

  @Test
  void timestep_beyondTheTable_isClamped() {
    assertThat(STABLE_DIFFUSION.timestep(100)).isEqualTo(999);
    assertThat(STABLE_DIFFUSION.timestep(1e-3)).isEqualTo(0);
  }

  @Test
  void withZeroTerminalSnr_keepsTheFirstLevel_andRaisesTheLast() {
    NoiseSchedule rescaled = NoiseSchedule.withZeroTerminalSnr(BETAS, 0x1p-24f);
    assertThat(rescaled.sigma(0)).isCloseTo(STABLE_DIFFUSION.sigma(0), within(1e-5));
    assertThat(rescaled.sigma(999)).isCloseTo(4096, within(1e-3));
    assertThat(rescaled.sigma(998)).isLessThan(4096).isGreaterThan(STABLE_DIFFUSION.sigma(998));
  }

  @Test
  void squaredCosine_capsItsLastBeta() {
    float[] betas = BetaSchedule.SQUARED_COSINE.betas(0, 1, 1000);
    assertThat(betas[999]).isEqualTo(0.999f);
    assertThat(NoiseSchedule.of(betas).sigma(999)).isCloseTo(20291.3, within(0.1));
  }

  @Test
  void linear_endsWhereItShould() {
    float[] betas = BetaSchedule.LINEAR.betas(0.0001, 0.02, 1000);
    assertThat(betas[0]).isEqualTo(0.0001f);
    assertThat(betas[999]).isEqualTo(0.02f);
  }
}
