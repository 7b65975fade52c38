package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClippingTest {
  private static final LatentShape FIVE = new LatentShape(1, 1, 5);

  @Test
  void clamp_keepsTheRange() {
    assertThat(apply(new Clipping.Clamp(1.5), 1, -2, 3, 0, 1.5f))
        .containsExactly(1, -1.5f, 1.5f, 0, 1.5f);
  }

  @Test
  void dynamic_dividesByTheQuantile() {
    // Of 0, 1, 2, 3, 4 three quarters lie below 3.
    assertThat(apply(new Clipping.Dynamic(0.75, 100), 0, -1, 2, -3, 4))
        .containsExactly(0, -1 / 3f, 2 / 3f, -1, 1);
  }

  @Test
  void dynamic_betweenTwoValues_interpolates() {
    assertThat(apply(new Clipping.Dynamic(0.625, 100), 0, 1, 2, 3, 4))
        .containsExactly(0, 0.4f, 0.8f, 1, 1);
  }

  @Test
  void dynamic_ofSmallValues_onlyClamps() {
    assertThat(apply(new Clipping.Dynamic(0.5, 100), 0.1f, 0.2f, -0.3f, 0.4f, 5))
        .containsExactly(0.1f, 0.2f, -0.3f, 0.4f, 1);
  }

  @Test
  void dynamic_ofLargeValues_dividesByTheMaximumAtMost() {
    assertThat(apply(new Clipping.Dynamic(1, 2), 1, 2, -8, 8, 0))
        .containsExactly(0.5f, 1, -1, 1, 0);
  }

  @Test
  void of_aModel_appliesToItsAnswers() {
    Denoiser model = (x, sigma) -> x.times(sigma);
    Latent end = new Clipping.Clamp(1).of(model).denoise(Latents.of(2), 3);
    assertThat(Latents.value(end)).isEqualTo(1);
    assertThat(Clipping.none().of(model)).isSameAs(model);
  }

  private static float[] apply(Clipping clipping, float... values) {
    return clipping.apply(Latent.of(FIVE, values)).toArray();
  }
}
