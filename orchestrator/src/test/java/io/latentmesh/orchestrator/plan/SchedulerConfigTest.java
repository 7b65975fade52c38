package io.latentmesh.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerConfigTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "3", "{", "{} {}", "null"})
  void parse_anythingButAnObject_isRefused(String json) {
    assertThatExceptionOfType(SchedulerConfigException.class)
        .isThrownBy(() -> SchedulerConfig.parse(json))
        .withMessageStartingWith("scheduler_config must be a JSON object, was");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ddim     | clip_sample            | 1               | true or false",
        "ddim     | clip_sample_range      | 0               | above 0",
        "ddim     | num_train_timesteps    | 1               | a whole number from 2 to 100000",
        "ddim     | num_train_timesteps    | 1000.5          | a whole number",
        "ddim     | steps_offset           | -1              | from 0 to 999",
        "ddim     | beta_start             | 0               | above 0.0 and below 1.0",
        "ddim     | beta_end               | 1.5             | above 0.0 and below 1.0",
        "ddim     | beta_schedule          | \"sigmoid\"     | one of linear, scaled_linear",
        "ddim     | trained_betas          | [0.1,2]        | a list of numbers",
        "ddim     | trained_betas          | [0.1,0.2]      | 1000 numbers",
        "ddim     | prediction_type        | \"flow\"        | epsilon, v_prediction, sample",
        "ddim     | timestep_spacing       | null            | linspace, leading, trailing",
        "euler    | interpolation_type     | \"log_linear\"  | \"linear\"",
        "euler    | timestep_type          | \"continuous\"  | \"discrete\"",
        "euler    | final_sigmas_type      | \"one\"         | zero, sigma_min",
        "euler-a  | prediction_type        | \"sample\"      | one of epsilon, v_prediction",
        "dpm++-2m | solver_type            | \"rk4\"         | midpoint, heun",
        "dpm++-2m | variance_type          | \"learned\"     | null",
        "dpm++-2m | use_dynamic_shifting   | true            | false",
        "dpm++-2m | thresholding           | 3               | true or false",
        "dpm++-2m | lambda_min_clipped     | \"low\"         | a number",
        "dpm++-2m | final_sigmas_type      | 0               | zero, sigma_min",
        "ddpm     | variance_type          | \"learned\"     | a network that says them",
        "ddpm     | variance_type          | \"fixed_large_log\" | one of fixed_small",
        "lms      | use_beta_sigmas        | 1               | true or false",
        "dpm2     | prediction_type        | \"sample\"      | one of epsilon, v_prediction",
        "dpm++-sde | noise_sampler_seed    | \"now\"         | a whole number or null",
        "deis     | solver_order           | 4               | from 1 to 3",
        "unipc    | solver_p               | {}              | null",
        "unipc    | disable_corrector      | [-1]            | a list of whole numbers from 0 up",
        "unipc    | predict_x0             | false           | true where sampling ends at sigma 0",
        "sa-solver | tau_func              | \"t\"           | null",
        "sa-solver | predictor_order       | 5               | from 1 to 4",
        "lcm      | original_inference_steps | 0             | from 1 to 1000",
        "flow-euler | shift                | 0               | above 0",
        "flow-euler | invert_sigmas        | true            | false",
        "flow-euler | use_dynamic_shifting | true            | false unless a shift is given",
        "edm-euler | sigma_schedule        | \"linear\"      | karras, exponential",
        "edm-euler | sigma_data            | 0               | above 0"
      })
  void of_aFieldThatWouldChangeThePicture_isRefusedByName(
      String sampler, String key, String value, String allowed) {
    assertThatExceptionOfType(SchedulerConfigException.class)
        .isThrownBy(() -> plan(sampler, "{\"%s\": %s}".formatted(key, value)))
        .withMessageStartingWith("scheduler_config.%s must be".formatted(key))
        .withMessageContaining(allowed)
        .withMessageEndingWith("was " + value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pndm     | {\"skip_prk_steps\": true, \"thresholding\": true}",
        "euler    | {\"use_karras_sigmas\": null}",
        "euler    | {\"solver_order\": 3, \"skip_prk_steps\": true}",
        "euler    | {\"prediction_type\": \"sample\"}",
        "dpm++-2m | {\"lambda_min_clipped\": -Infinity}",
        "dpm++-2m | {\"lambda_min_clipped\": \"-Infinity\"}",
        "dpm++-2m | {\"solver_type\": \"bh2\", \"thresholding\": null}",
        "dpm++-2m | {\"beta_schedule\": \"squaredcos_cap_v2\", \"beta_end\": 7}"
      })
  void of_whatChangesNothing_isAccepted(String sampler, String config) {
    assertThatCode(() -> plan(sampler, config)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DPMSolverMultistep | {\"algorithm_type\": \"dpmsolver\"}                  | final_sigmas_type",
        "DPMSolverMultistep | {\"use_flow_sigmas\": true}                            | prediction_type",
        "DPMSolverMultistep | {\"prediction_type\": \"flow_prediction\"}             | prediction_type",
        "DPMSolverMultistep | {\"solver_order\": 4}                                  | solver_order",
        "DPMSolverSinglestep | {\"algorithm_type\": \"sde-dpmsolver\",\"final_sigmas_type\":\"sigma_min\"} | algorithm_type",
        "EulerDiscrete      | {\"sigma_min\": 3, \"sigma_max\": 2, \"use_karras_sigmas\": true} | sigma_max",
        "DDIM               | {\"thresholding\": true, \"sample_max_value\": 0} | sample_max_value",
        "LMSDiscrete        | {\"beta_start\": 0.012, \"beta_schedule\": \"exp\"} | beta_schedule",
        "UniPCMultistep     | {\"use_flow_sigmas\": true, \"use_karras_sigmas\": true, \"prediction_type\": \"flow_prediction\"} | use_flow_sigmas"
      })
  void of_fieldsThatDoNotGoTogether_isRefused(String name, String config, String field) {
    String named = config.replace("{", "{\"_class_name\": \"%sScheduler\", ".formatted(name));
    assertThatExceptionOfType(SchedulerConfigException.class)
        .isThrownBy(() ->
            SamplingPlan.of(
                SchedulerConfig.parse(named),
                new SamplingRequest(5, Optional.empty(), Optional.empty(), 0)))
        .withMessageContaining(field);
  }

  @Test
  void of_aNumberThatIsNone_isRefused() {
    assertThatExceptionOfType(SchedulerConfigException.class)
        .isThrownBy(() -> plan("ddim", "{\"beta_end\": NaN}"))
        .withMessageContaining("above 0.0 and below 1.0");
  }

  @Test
  void of_pndmOnSamples_isRefused() {
    assertThatExceptionOfType(SchedulerConfigException.class)
        .isThrownBy(
            () -> plan("pndm", "{\"skip_prk_steps\": true, \"prediction_type\": \"sample\"}"))
        .withMessageContaining("prediction_type must be one of epsilon, v_prediction, was");
  }

  @Test
  void of_noiseThatFloat32CannotHold_isRefused() {
    assertThatExceptionOfType(SchedulerConfigException.class)
        .isThrownBy(() -> plan("euler", "{\"beta_start\": 0.5, \"beta_end\": 0.9}"))
        .withMessageContaining("above 0 and finite in float32");
  }

  @Test
  void of_twoFormulas_isRefused() {
    assertThatExceptionOfType(SchedulerConfigException.class)
        .isThrownBy(
            () -> plan("euler", "{\"use_karras_sigmas\": true, \"use_exponential_sigmas\": true}"))
        .withMessageStartingWith("scheduler_config.use_exponential_sigmas must be false");
  }

  @Test
  void parse_aLiveDump_dropsWhatWasOnlyTheOldClassesDefault() {
    String dump =
        """
        {"timestep_spacing": "leading", "steps_offset": 1,
         "_use_default_values": ["timestep_spacing"]}
        """;
    assertThat(plan("euler", dump).schedule()).isEqualTo("linspace");
  }

  @Test
  void exception_namesItsField() {
    assertThatExceptionOfType(SchedulerConfigException.class)
        .isThrownBy(() -> plan("ddim", "{\"clip_sample\": 1}"))
        .satisfies(failure -> {
          assertThat(failure.field()).isEqualTo("scheduler_config.clip_sample");
          assertThat(failure.description()).isEqualTo("must be true or false, was 1");
        });
  }

  private static SamplingPlan plan(String sampler, String config) {
    return SamplingPlan.of(
        SchedulerConfig.parse(config),
        new SamplingRequest(5, Optional.of(sampler), Optional.empty(), 0));
  }
}
