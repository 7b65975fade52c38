package io.latentmesh.orchestrator.plan;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Every key that a scheduler class of diffusers 0.40 reads, with the default of its constructor.
 * They are not the values of Stable Diffusion: an absent beta_end is 0.02, not 0.012.
 */
final class ClassDefaults {
  private static final String TRAINING =
      """
      {"num_train_timesteps": 1000, "beta_start": 0.0001, "beta_end": 0.02,
       "beta_schedule": "linear", "trained_betas": null, "prediction_type": "epsilon",
       "steps_offset": 0,
      """;
  private static final String STABLE_DIFFUSION_BETAS =
      TRAINING.replace("0.0001", "0.00085").replace("0.02", "0.012");
  private static final String THRESHOLDING =
      """
       "thresholding": false, "dynamic_thresholding_ratio": 0.995, "sample_max_value": 1.0,
      """;
  private static final String CLIPPING =
      THRESHOLDING
          + """
           "clip_sample": true, "clip_sample_range": 1.0,
          """;
  private static final String CURVES =
      """
       "use_karras_sigmas": false, "use_exponential_sigmas": false, "use_beta_sigmas": false,
      """;
  private static final String SIGMA_SPACE =
      CURVES
          + """
           "timestep_spacing": "linspace"}
          """;

  /** sigma_min and sigma_max are no constructor arguments, but the classes read them if present. */
  private static final String EXPONENTIAL_INTEGRATORS =
      THRESHOLDING
          + CURVES
          + """
           "use_flow_sigmas": false, "flow_shift": 1.0, "sigma_min": null, "sigma_max": null,
          """;

  private static final String DPM_SOLVER =
      EXPONENTIAL_INTEGRATORS
          + """
           "solver_order": 2, "algorithm_type": "dpmsolver++", "solver_type": "midpoint",
           "use_dynamic_shifting": false, "time_shift_type": "exponential",
           "final_sigmas_type": "zero", "lambda_min_clipped": -Infinity, "variance_type": null,
          """;
  private static final String CONSISTENCY =
      STABLE_DIFFUSION_BETAS.replace("\"linear\"", "\"scaled_linear\"")
          + CLIPPING.replace("true", "false")
          + """
           "timestep_spacing": "leading", "set_alpha_to_one": true,
           "original_inference_steps": 50, "timestep_scaling": 10.0,
           "rescale_betas_zero_snr": false}
          """;
  private static final String FLOW =
      "{"
          + CURVES
          + """
           "num_train_timesteps": 1000, "shift": 1.0, "use_dynamic_shifting": false,
           "base_shift": 0.5, "max_shift": 1.15, "base_image_seq_len": 256,
           "max_image_seq_len": 4096, "invert_sigmas": false, "shift_terminal": null,
           "time_shift_type": "exponential",
          """;
  private static final String EDM =
      """
      {"sigma_min": 0.002, "sigma_max": 80.0, "sigma_data": 0.5, "sigma_schedule": "karras",
       "num_train_timesteps": 1000, "prediction_type": "epsilon", "rho": 7.0,
       "final_sigmas_type": "zero"
      """;
  private static final Map<SchedulerClass, SchedulerConfig> DEFAULTS = all();

  private ClassDefaults() {}

  static SchedulerConfig of(SchedulerClass type) {
    return Objects.requireNonNull(DEFAULTS.get(type)); // one for every class
  }

  /** Whether any of the classes reads the key. */
  static boolean isKnown(String key) {
    return Arrays.stream(SchedulerClass.values()).anyMatch(type -> of(type).has(key));
  }

  private static Map<SchedulerClass, SchedulerConfig> all() {
    Map<SchedulerClass, SchedulerConfig> all = new EnumMap<>(SchedulerClass.class);
    for (SchedulerClass type : SchedulerClass.values()) {
      all.put(type, SchedulerConfig.parse(json(type)));
    }
    return all;
  }

  private static String json(SchedulerClass type) {
    return switch (type) {
      case DDPM, DDIM, PNDM, LCM, TCD -> timestepClass(type);
      case EULER, EULER_ANCESTRAL, LMS, HEUN, KDPM2, KDPM2_ANCESTRAL, DPM_SDE -> sigmaClass(type);
      case DPM_MULTISTEP, DPM_SINGLESTEP, DEIS, UNIPC, SA_SOLVER -> TRAINING + integrator(type);
      case FLOW_EULER, FLOW_HEUN, FLOW_LCM -> flowClass(type);
      case EDM_EULER -> EDM + "}";
      case EDM_DPM_MULTISTEP ->
          EDM
              + """
               , "thresholding": false, "dynamic_thresholding_ratio": 0.995,
               "sample_max_value": 1.0, "solver_order": 2, "algorithm_type": "dpmsolver++",
               "solver_type": "midpoint", "lower_order_final": true, "euler_at_final": false}
              """;
      // Not of diffusers: the training noise is all that they read.
      case DPM_2S_ANCESTRAL, DPM_3M_SDE ->
          STABLE_DIFFUSION_BETAS + "\"timestep_spacing\": \"linspace\"}";
      case DPM_FAST, DPM_ADAPTIVE ->
          STABLE_DIFFUSION_BETAS + "\"sigma_min\": null, \"sigma_max\": null}";
    };
  }

  private static String timestepClass(SchedulerClass type) {
    return switch (type) {
      case DDPM ->
          TRAINING
              + CLIPPING
              + """
               "timestep_spacing": "leading", "variance_type": "fixed_small",
               "rescale_betas_zero_snr": false}
              """;
      case DDIM ->
          TRAINING
              + CLIPPING
              + """
               "timestep_spacing": "leading", "set_alpha_to_one": true,
               "rescale_betas_zero_snr": false}
              """;
      case PNDM ->
          TRAINING
              + """
               "timestep_spacing": "leading", "skip_prk_steps": false, "set_alpha_to_one": false}
              """;
      default -> CONSISTENCY;
    };
  }

  private static String sigmaClass(SchedulerClass type) {
    return switch (type) {
      case EULER ->
          TRAINING
              + """
               "interpolation_type": "linear", "sigma_min": null, "sigma_max": null,
               "timestep_type": "discrete", "rescale_betas_zero_snr": false,
               "final_sigmas_type": "zero",
              """
              + SIGMA_SPACE;
      case EULER_ANCESTRAL ->
          TRAINING + "\"timestep_spacing\": \"linspace\", \"rescale_betas_zero_snr\": false}";
      case LMS -> TRAINING + SIGMA_SPACE;
      case HEUN ->
          STABLE_DIFFUSION_BETAS
              + "\"clip_sample\": false, \"clip_sample_range\": 1.0,"
              + SIGMA_SPACE;
      case DPM_SDE -> STABLE_DIFFUSION_BETAS + "\"noise_sampler_seed\": null," + SIGMA_SPACE;
      default -> STABLE_DIFFUSION_BETAS + SIGMA_SPACE;
    };
  }

  private static String integrator(SchedulerClass type) {
    return switch (type) {
      case DPM_MULTISTEP ->
          DPM_SOLVER
              + """
               "lower_order_final": true, "euler_at_final": false, "use_lu_lambdas": false,
               "timestep_spacing": "linspace", "rescale_betas_zero_snr": false}
              """;
      case DPM_SINGLESTEP -> DPM_SOLVER + "\"lower_order_final\": false}";
      case DEIS ->
          EXPONENTIAL_INTEGRATORS
              + """
               "solver_order": 2, "algorithm_type": "deis", "solver_type": "logrho",
               "lower_order_final": true, "use_dynamic_shifting": false,
               "time_shift_type": "exponential", "timestep_spacing": "linspace"}
              """;
      case UNIPC ->
          EXPONENTIAL_INTEGRATORS
              + """
               "solver_order": 2, "predict_x0": true, "solver_type": "bh2",
               "lower_order_final": true, "disable_corrector": [], "solver_p": null,
               "use_dynamic_shifting": false, "time_shift_type": "exponential",
               "shift_terminal": null, "final_sigmas_type": "zero",
               "timestep_spacing": "linspace", "rescale_betas_zero_snr": false}
              """;
      default ->
          EXPONENTIAL_INTEGRATORS
              + """
               "predictor_order": 2, "corrector_order": 2, "tau_func": null,
               "algorithm_type": "data_prediction", "lower_order_final": true,
               "lambda_min_clipped": -Infinity, "variance_type": null,
               "timestep_spacing": "linspace"}
              """;
    };
  }

  private static String flowClass(SchedulerClass type) {
    return switch (type) {
      case FLOW_HEUN -> "{\"num_train_timesteps\": 1000, \"shift\": 1.0}";
      case FLOW_LCM -> FLOW + "\"scale_factors\": null, \"upscale_mode\": \"bicubic\"}";
      default -> FLOW + "\"stochastic_sampling\": false}";
    };
  }
}
