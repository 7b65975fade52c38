package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MomentsTest {
  /** Squares of -3, -1, 1, 3 about the mean 4 add up to 20; over 3. */
  @Test
  void deviation_isUnbiasedAndAboutTheMean() {
    assertThat(Moments.deviation(latent(1, 3, 5, 7))).isCloseTo(Math.sqrt(20.0 / 3), within(1e-12));
  }

  @Test
  void deviation_ofOneValue_isZero() {
    assertThat(Moments.deviation(latent(5))).isZero();
  }

  @Test
  void product_isTheSumOfProducts() {
    assertThat(Moments.product(latent(1, 2, 3), latent(4, -5, 6))).isEqualTo(4 - 10 + 18);
  }

  @Test
  void product_ofUnlikeLengths_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Moments.product(latent(1, 2), latent(1)))
        .withMessageContaining("does not match");
  }

  private static Latent latent(float... values) {
    return Latent.of(new LatentShape(1, 1, values.length), values);
  }
}
