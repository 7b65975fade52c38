package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One step against the formulas of the papers in alpha-bar, not in sigma. */
class DdpmTest {
  private static final double ALPHA_BAR = 0.3;
  private static final double ALPHA_BAR_NEXT = 0.6;
  private static final double SIGMA = sigma(ALPHA_BAR);
  private static final double NEXT = sigma(ALPHA_BAR_NEXT);
  private static final double BETA = 1 - ALPHA_BAR / ALPHA_BAR_NEXT;
  private static final double SMALL = (1 - ALPHA_BAR_NEXT) / (1 - ALPHA_BAR) * BETA;
  private static final double CLEAN = 0.7;
  private static final double LATENT = 1.3;
  private static final double UNIT = 0.5;

  @Test
  void sample_withoutNoise_isThePosteriorsMean() {
    assertThat(step(Ddpm.Variance.FIXED_SMALL, 0, false)).isCloseTo(mean(), within(1e-6));
  }

  @Test
  void sample_ofFixedVariances_addsThem() {
    assertThat(step(Ddpm.Variance.FIXED_SMALL, 0, true))
        .isCloseTo(mean() + Math.sqrt(SMALL) * UNIT, within(1e-6));
    assertThat(step(Ddpm.Variance.FIXED_LARGE, 0, true))
        .isCloseTo(mean() + Math.sqrt(BETA) * UNIT, within(1e-6));
  }

  @Test
  void sample_ofALearnedVariance_addsWhatTheNetworkSays() {
    assertThat(step(Ddpm.Variance.LEARNED, 0.04, true))
        .isCloseTo(mean() + 0.2 * UNIT, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"-1", "-0.4", "0", "1"})
  void sample_ofALearnedRange_isBetweenTheLogarithms(double place) {
    double log = (1 + place) / 2 * Math.log(BETA) + (1 - place) / 2 * Math.log(SMALL);
    assertThat(step(Ddpm.Variance.LEARNED_RANGE, place, true))
        .isCloseTo(mean() + Math.exp(log / 2) * UNIT, within(1e-6));
  }

  /** Ho et al. 2020, eq. 7. */
  private static double mean() {
    double clean = Math.sqrt(ALPHA_BAR_NEXT) * BETA / (1 - ALPHA_BAR);
    double latent = Math.sqrt(ALPHA_BAR / ALPHA_BAR_NEXT) * (1 - ALPHA_BAR_NEXT) / (1 - ALPHA_BAR);
    return clean * CLEAN + latent * LATENT;
  }

  /** In the variance-preserving scaling. */
  private static double step(Ddpm.Variance variance, double said, boolean noisy) {
    var settings = new Ddpm.Settings(List.of(new Ddpm.Descent(SIGMA, NEXT, noisy)), variance);
    Ddpm.VarianceModel model =
        (x, sigma) -> new Ddpm.Prediction(Latents.of(CLEAN), Latents.of(said));
    Latent start = Latents.of(LATENT * Math.hypot(SIGMA, 1));
    Latent end = Ddpm.sampleLearned(model, start, settings, () -> Latents.of(UNIT));
    return Latents.value(end) / Math.hypot(NEXT, 1);
  }

  private static double sigma(double alphaBar) {
    return Math.sqrt((1 - alphaBar) / alphaBar);
  }
}
