package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigmaCurveTest {
  @ParameterizedTest
  @EnumSource(SigmaCurve.class)
  void sigmas_fallFromOneEndToTheOther(SigmaCurve curve) {
    List<Double> sigmas = curve.sigmas(14.6, 0.03, 9);
    assertThat(sigmas).hasSize(9).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(sigmas.getFirst()).isCloseTo(14.6, within(1e-9));
    assertThat(sigmas.getLast()).isCloseTo(0.03, within(1e-9));
    assertThat(curve.sigmas(14.6, 0.03, 1)).hasSize(1);
  }

  @Test
  void polyexponential_ofRhoOne_isExponential() {
    List<Double> even = SigmaCurve.EXPONENTIAL.sigmas(8, 0.5, 5);
    List<Double> poly = SigmaCurve.polyexponential(8, 0.5, 5, 1);
    for (int i = 0; i < 5; i++) {
      assertThat(poly.get(i)).isCloseTo(even.get(i), within(1e-12));
    }
  }

  @Test
  void polyexponential_ofALargerRho_fallsFasterAtFirst() {
    assertThat(SigmaCurve.polyexponential(8, 0.5, 3, 2).get(1)).isCloseTo(1, within(1e-12));
  }

  /** Beta(1/2, 1/2) has the closed quantile sin^2(pi p / 2). */
  @Test
  void betaQuantile_ofTheArcsineLaw_isClosed() {
    for (double p : List.of(0.01, 0.1, 0.3, 0.5, 0.77, 0.99)) {
      double sine = Math.sin(Math.PI * p / 2);
      assertThat(BetaQuantile.of(p, 0.5)).isCloseTo(sine * sine, within(1e-12));
    }
    assertThat(BetaQuantile.of(0, 0.6)).isZero();
    assertThat(BetaQuantile.of(1, 0.6)).isEqualTo(1);
  }

  @Test
  void lagrangeBasis_isOneAtItsNode_andZeroAtTheOthers() {
    List<Double> nodes = List.of(-1.0, 0.5, 2.0);
    for (int k = 0; k < 3; k++) {
      List<Double> p = Lagrange.basis(nodes, k);
      for (int j = 0; j < 3; j++) {
        double x = nodes.get(j);
        double value = p.get(0) + p.get(1) * x + p.get(2) * x * x;
        assertThat(value).isCloseTo(j == k ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void linearSystem_withAZeroPivot_isSolved() {
    double[][] rows = {{0, 2, 4}, {3, 1, 5}};
    assertThat(LinearSystem.solve(rows)).containsExactly(1.0, 2.0);
  }
}
