package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Karras et al., algorithm 2, lines 4 to 6. */
class ChurnTest {
  private final Churn churn = new Churn(2, 1, 4, 1.5);

  @ParameterizedTest
  @CsvSource({
    "2, 10, 2.4", // 2 / 10 of the level
    "2, 4, 2.8284271247461903", // at most sqrt(2) - 1 of it
    "1, 10, 1.2", // both bounds count as within
    "4, 10, 4.8",
    "0.999, 10, 0.999",
    "4.001, 10, 4.001",
  })
  void level_isRaisedBetweenTheBounds(double sigma, int steps, double raised) {
    assertThat(churn.raised(sigma, steps)).isCloseTo(raised, within(1e-12));
  }

  /** sqrt(5^2 - 4^2) = 3 standard deviations, 1.5 times. */
  @Test
  void lift_addsWhatIsMissingOfTheVariance() {
    Latent lifted = churn.lift(Latents.of(10), 4, 5, Latents.of(2));
    assertThat(Latents.value(lifted)).isEqualTo(10 + 1.5 * 3 * 2);
  }

  @Test
  void none_raisesNothing() {
    assertThat(Churn.NONE.raised(3, 10)).isEqualTo(3);
  }
}
