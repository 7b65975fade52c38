package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AncestralTest {
  private static final Denoiser ZERO = (x, sigma) -> x.times(0);
  private static final Noise ONE = () -> Latents.of(1);

  @Test
  void of_splitsTheNextLevelByVariance() {
    Ancestral step = Ancestral.of(3, 2, 0.6);
    assertThat(Math.hypot(step.down(), step.up())).isCloseTo(2, within(1e-12));
    assertThat(step.up()).isCloseTo(0.6 * 2 * Math.sqrt(9 - 4) / 3, within(1e-12));
  }

  @Test
  void of_withoutEta_addsNoNoise() {
    assertThat(Ancestral.of(3, 2, 0)).isEqualTo(new Ancestral(2, 0));
  }

  @Test
  void of_toZero_addsNoNoise() {
    assertThat(Ancestral.of(3, 0, 1)).isEqualTo(new Ancestral(0, 0));
  }

  @Test
  void eulerAncestral_scalesTheRestAndAddsFreshNoise() {
    Ancestral step = Ancestral.of(3, 2, 1);
    double end =
        Latents.value(EulerAncestral.sample(ZERO, Latents.of(6), ancestral(3.0, 2.0), ONE));
    assertThat(end).isCloseTo(6 * step.down() / 3 + step.up(), within(1e-6));
  }

  @Test
  void ddim_withEtaOne_isEulerAncestral() {
    Ddim.Settings settings =
        new Ddim.Settings(List.of(Step.to(3, 2), Step.to(2, 0.5)), 1, Clipping.none());
    GaussianModel model = new GaussianModel(1);
    double ddim = Latents.value(Ddim.sample(model, Latents.of(6), settings, ONE));
    double euler =
        Latents.value(EulerAncestral.sample(model, Latents.of(6), ancestral(3.0, 2.0, 0.5), ONE));
    assertThat(ddim).isCloseTo(euler, within(1e-6));
  }

  @Test
  void ddim_withClipRange_clampsTheDenoisedButNotTheDirection() {
    Denoiser four = (x, sigma) -> Latents.of(4);
    Ddim.Settings settings = new Ddim.Settings(List.of(Step.to(2, 1)), 0, new Clipping.Clamp(1));
    double end = Latents.value(Ddim.sample(four, Latents.of(10), settings, ONE));
    assertThat(end).isCloseTo(1 + (10 - 4) / 2.0 * 1, within(1e-6));
  }

  @Test
  void ddim_whereAStepEndsBesideTheNextEntry_keepsTheVariancePreservingLatent() {
    Ddim.Settings settings =
        new Ddim.Settings(List.of(Step.to(3, 2), Step.to(1.5, 0)), 0, Clipping.none());
    double[] seen = new double[2];
    Denoiser recording =
        (x, sigma) -> {
          seen[sigma == 3 ? 0 : 1] = Latents.value(x);
          return x.times(0);
        };
    Ddim.sample(recording, Latents.of(6), settings, ONE);
    assertThat(seen[1] / Math.hypot(1.5, 1))
        .isCloseTo(6 * 2 / 3.0 / Math.hypot(2, 1), within(1e-6));
  }

  private static EulerAncestral.Settings ancestral(Double... sigmas) {
    return EulerAncestral.Settings.of(List.of(sigmas), 1);
  }
}
