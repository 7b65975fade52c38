package io.latentmesh.orchestrator.plan;

import java.util.Arrays;

/**
 * Every key that a scheduler class of diffusers 0.40 reads, with the default of its constructor.
 * They are not the values of Stable Diffusion: an absent beta_end is 0.02, not 0.012.
 */
final class ClassDefaults {
  private static final String SHARED =
      """
      {"num_train_timesteps": 1000, "beta_start": 0.0001, "beta_end": 0.02,
       "beta_schedule": "linear", "trained_betas": null, "prediction_type": "epsilon",
       "steps_offset": 0,
      """;
  private static final SchedulerConfig DDIM =
      completed(
          """
           "timestep_spacing": "leading", "clip_sample": true, "clip_sample_range": 1.0,
           "set_alpha_to_one": true, "thresholding": false, "dynamic_thresholding_ratio": 0.995,
           "sample_max_value": 1.0, "rescale_betas_zero_snr": false}
          """);
  private static final SchedulerConfig PNDM =
      completed(
          """
           "timestep_spacing": "leading", "skip_prk_steps": false, "set_alpha_to_one": false}
          """);
  private static final SchedulerConfig EULER =
      completed(
          """
           "timestep_spacing": "linspace", "interpolation_type": "linear", "use_karras_sigmas": false,
           "use_exponential_sigmas": false, "use_beta_sigmas": false, "sigma_min": null,
           "sigma_max": null, "timestep_type": "discrete", "rescale_betas_zero_snr": false,
           "final_sigmas_type": "zero"}
          """);
  private static final SchedulerConfig EULER_ANCESTRAL =
      completed(
          """
           "timestep_spacing": "linspace", "rescale_betas_zero_snr": false}
          """);

  /** sigma_min and sigma_max are no constructor arguments, but the class reads them if present. */
  private static final SchedulerConfig DPM_PLUS_PLUS_2M =
      completed(
          """
           "timestep_spacing": "linspace", "solver_order": 2, "algorithm_type": "dpmsolver++",
           "solver_type": "midpoint", "lower_order_final": true, "euler_at_final": false,
           "final_sigmas_type": "zero", "use_karras_sigmas": false, "use_exponential_sigmas": false,
           "use_beta_sigmas": false, "use_lu_lambdas": false, "use_flow_sigmas": false,
           "flow_shift": 1.0, "use_dynamic_shifting": false, "time_shift_type": "exponential",
           "lambda_min_clipped": -Infinity, "variance_type": null, "sigma_min": null,
           "sigma_max": null, "thresholding": false, "dynamic_thresholding_ratio": 0.995,
           "sample_max_value": 1.0, "rescale_betas_zero_snr": false}
          """);

  private ClassDefaults() {}

  static SchedulerConfig of(SamplerName sampler) {
    return switch (sampler) {
      case DDIM -> DDIM;
      case PNDM -> PNDM;
      case EULER -> EULER;
      case EULER_ANCESTRAL -> EULER_ANCESTRAL;
      case DPM_PLUS_PLUS_2M -> DPM_PLUS_PLUS_2M;
    };
  }

  /** Whether any of the classes reads the key. */
  static boolean isKnown(String key) {
    return Arrays.stream(SamplerName.values()).anyMatch(sampler -> of(sampler).has(key));
  }

  private static SchedulerConfig completed(String own) {
    return SchedulerConfig.parse(SHARED + own);
  }
}
