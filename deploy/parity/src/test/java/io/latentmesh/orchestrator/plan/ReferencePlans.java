package io.latentmesh.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Plans for runs of the reference. */
final class ReferencePlans {
  /** What this part of the product refuses; a refusal of anything else fails the test. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "_class_name",
          "algorithm_type",
          "interpolation_type",
          "prediction_type",
          "sigma_max",
          "sigma_min",
          "skip_prk_steps",
          "solver_order",
          "thresholding",
          "timestep_type",
          "use_beta_sigmas",
          "use_dynamic_shifting",
          "use_flow_sigmas",
          "variance_type");

  private ReferencePlans() {}

  /**
   * The plan of a run, or the end of the test with the reason for which it is refused.
   *
   * @param options may hold eta
   */
  static SamplingPlan of(JsonNode config, JsonNode run, JsonNode options) {
    SamplingRequest request =
        new SamplingRequest(
            run.path("steps").intValue(),
            Optional.empty(),
            Optional.empty(),
            options.path("eta").asDouble(0));
    try {
      return SamplingPlan.of(SchedulerConfig.parse(config.toString()), request);
    } catch (SchedulerConfigException refusal) {
      requireGoodReason(refusal, run);
      return abort("refused: " + refusal.getMessage());
    }
  }

  private static void requireGoodReason(SchedulerConfigException refusal, JsonNode run) {
    if (refusal.field().equals("steps")) {
      JsonNode timesteps = run.path("timesteps");
      assertThat(
              IntStream.range(0, timesteps.size()).mapToObj(i -> timesteps.path(i).doubleValue()))
          .as(refusal.getMessage())
          .contains(-1.0);
    } else {
      assertThat(refusal.field().replace("scheduler_config.", ""))
          .as(refusal.getMessage())
          .isIn(UNSUPPORTED);
    }
  }
}
