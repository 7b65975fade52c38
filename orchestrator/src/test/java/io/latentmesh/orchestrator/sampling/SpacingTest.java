package io.latentmesh.orchestrator.sampling;

import static io.latentmesh.orchestrator.sampling.TimestepSpacing.LEADING;
import static io.latentmesh.orchestrator.sampling.TimestepSpacing.LINSPACE;
import static io.latentmesh.orchestrator.sampling.TimestepSpacing.TRAILING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpacingTest {
  @Test
  void leading_countsWholeStridesUpFromTheOffset() {
    assertThat(LEADING.timesteps(1000, 3, 1)).containsExactly(667.0, 334.0, 1.0);
  }

  @Test
  void linspace_reachesBothEnds() {
    assertThat(LINSPACE.timesteps(1000, 5, 1)).containsExactly(999.0, 749.25, 499.5, 249.75, 0.0);
  }

  @Test
  void linspace_ofOne_isTheFirstTimestep() {
    assertThat(LINSPACE.timesteps(1000, 1, 0)).containsExactly(0.0);
  }

  @Test
  void trailing_roundsHalvesToEven() {
    assertThat(TRAILING.timesteps(1000, 16, 0)).startsWith(999.0, 937.0, 874.0, 811.0, 749.0);
  }

  /** Lengths of numpy.arange(1000, 0, -1000 / n). */
  @ParameterizedTest
  @CsvSource({"1,1", "4,4", "50,50", "61,62", "103,104", "121,122", "122,123"})
  void trailing_isAsLongAsNumpysArange(int steps, int length) {
    assertThat(TRAILING.timesteps(1000, steps, 0)).hasSize(length);
  }

  @Test
  void trailing_withOneTimestepTooMany_endsBelowZero() {
    assertThat(TRAILING.timesteps(1000, 61, 0)).endsWith(15.0, -1.0);
  }

  @Test
  void karras_isEvenInTheSeventhRoot() {
    List<Double> sigmas = SigmaCurve.KARRAS.sigmas(14, 0.03, 3);
    double middle = (Math.pow(14, 1 / 7.0) + Math.pow(0.03, 1 / 7.0)) / 2;
    assertThat(sigmas.get(0)).isCloseTo(14, within(1e-12));
    assertThat(sigmas.get(1)).isCloseTo(Math.pow(middle, 7), within(1e-12));
    assertThat(sigmas.get(2)).isCloseTo(0.03, within(1e-12));
  }

  @Test
  void exponential_isEvenInTheLogarithm() {
    List<Double> sigmas = SigmaCurve.EXPONENTIAL.sigmas(16, 1, 5);
    assertThat(sigmas.get(2)).isCloseTo(4, within(1e-12));
  }

  @Test
  void sigmas_ofOne_isTheLargest() {
    assertThat(SigmaCurve.KARRAS.sigmas(14, 0.03, 1).getFirst()).isCloseTo(14, within(1e-12));
  }
}
