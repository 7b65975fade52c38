package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.latentmesh.orchestrator.sampling.Parameterization.Discrete;
import io.latentmesh.orchestrator.sampling.Parameterization.Edm;
import io.latentmesh.orchestrator.sampling.Parameterization.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form read back from what a perfect network says of x = x0 + sigma n. */
class ParameterizationTest {
  private static final double CLEAN = 0.75;
  private static final double NOISE = -1.25;
  private static final double SIGMA = 2.5;
  private static final double X = CLEAN + SIGMA * NOISE;

  /** Salimans and Ho: v = alpha n - sigma' x0, where alpha = 1 / sqrt(1 + sigma^2). */
  @ParameterizedTest
  @CsvSource({
    "EPSILON, -1.25",
    "V_PREDICTION, -1.160595863606574",
    "SAMPLE, 0.75",
    "FLOW, -2.0",
  })
  void discrete_perfectOutput_givesTheCleanLatent(PredictionType type, double output) {
    requireClean(new Discrete(type), output);
  }

  /** (1 + sigma^2)^-1/2 but for flows, whose x / (1 + sigma) lies on the straight path. */
  @ParameterizedTest
  @CsvSource({
    "EPSILON, 0.37139068",
    "V_PREDICTION, 0.37139068",
    "SAMPLE, 0.37139068",
    "FLOW, 0.28571429",
  })
  void discrete_input_hasVarianceOne(PredictionType type, double scale) {
    assertThat(new Discrete(type).inputScale(SIGMA)).isCloseTo(scale, within(1e-8));
  }

  @Test
  void flow_perfectOutput_givesTheCleanLatentOfItsOwnPath() {
    double share = 0.4;
    double x = (1 - share) * CLEAN + share * NOISE;
    var flow = new Flow();
    assertThat(Latents.value(flow.denoised(Latents.of(x), Latents.of(NOISE - CLEAN), share)))
        .isCloseTo(CLEAN, within(1e-6));
    assertThat(flow.skip(share) * x + flow.out(share) * (NOISE - CLEAN))
        .isCloseTo(CLEAN, within(1e-12));
    assertThat(flow.inputScale(share)).isEqualTo(1);
    assertThat(flow.type()).isEqualTo(PredictionType.FLOW);
  }

  /** Karras et al., table 1, with sigma data 0.5: c_skip 0.25 / 6.5, c_out 1.25 / sqrt(6.5). */
  @ParameterizedTest
  @CsvSource({"EPSILON, 1", "V_PREDICTION, -1"})
  void edm_isThePapersColumn(PredictionType type, int sign) {
    var edm = new Edm(type, 0.5);
    assertThat(edm.inputScale(SIGMA)).isCloseTo(1 / Math.sqrt(6.5), within(1e-12));
    assertThat(edm.skip(SIGMA)).isCloseTo(0.25 / 6.5, within(1e-12));
    assertThat(edm.out(SIGMA)).isCloseTo(sign * 1.25 / Math.sqrt(6.5), within(1e-12));
    requireClean(edm, sign * (CLEAN - 0.25 / 6.5 * X) / (1.25 / Math.sqrt(6.5)));
  }

  private static void requireClean(Parameterization parameterization, double output) {
    Latent denoised = parameterization.denoised(Latents.of(X), Latents.of(output), SIGMA);
    assertThat(Latents.value(denoised)).isCloseTo(CLEAN, within(1e-6));
    assertThat(parameterization.skip(SIGMA) * X + parameterization.out(SIGMA) * output)
        .isCloseTo(CLEAN, within(1e-6));
  }
}
