package io.latentmesh.orchestrator.plan;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The samplers, by the names that clients use. Of several for one class of diffusers, that of the
 * class's own defaults is first. What a name fixes takes the place of a configuration's value.
 */
public enum SamplerName {
  DDIM("ddim", SchedulerClass.DDIM, "Denoising diffusion implicit models; eta adds noise"),
  DDPM("ddpm", SchedulerClass.DDPM, "Ancestral sampling as in training; wants many steps"),
  PNDM("pndm", SchedulerClass.PNDM, "Pseudo numerical methods; Runge-Kutta start as the file says"),
  PLMS(
      "plms",
      SchedulerClass.PNDM,
      "Pseudo linear multistep; one evaluation more than steps",
      "{\"skip_prk_steps\": true}"),
  LMS("lms", SchedulerClass.LMS, "Linear multistep of order 4"),
  EULER("euler", SchedulerClass.EULER, "Euler's method; churn adds noise"),
  EULER_ANCESTRAL("euler-a", SchedulerClass.EULER_ANCESTRAL, "Euler with fresh noise each step"),
  HEUN("heun", SchedulerClass.HEUN, "Heun's method; two evaluations per step"),
  DPM2("dpm2", SchedulerClass.KDPM2, "DPM-Solver-2 as a midpoint method; two evaluations per step"),
  DPM2_ANCESTRAL(
      "dpm2-a",
      SchedulerClass.KDPM2_ANCESTRAL,
      "DPM2 with fresh noise each step; two evaluations per step"),
  DPM_PLUS_PLUS_2M(
      "dpm++-2m",
      SchedulerClass.DPM_MULTISTEP,
      "DPM-Solver++, second-order multistep",
      multistep("dpmsolver++", 2)),
  DPM_PLUS_PLUS_1M(
      "dpm++-1m",
      SchedulerClass.DPM_MULTISTEP,
      "DPM-Solver++ of first order: DDIM over any noise levels",
      multistep("dpmsolver++", 1)),
  DPM_PLUS_PLUS_3M(
      "dpm++-3m",
      SchedulerClass.DPM_MULTISTEP,
      "DPM-Solver++, third-order multistep",
      multistep("dpmsolver++", 3)),
  DPM_PLUS_PLUS_2M_SDE(
      "dpm++-2m-sde",
      SchedulerClass.DPM_MULTISTEP,
      "SDE-DPM-Solver++, second-order multistep with fresh noise",
      multistep("sde-dpmsolver++", 2).replace("}", ", \"solver_type\": \"midpoint\"}")),
  DPM_PLUS_PLUS_2M_SDE_HEUN(
      "dpm++-2m-sde-heun",
      SchedulerClass.DPM_MULTISTEP,
      "SDE-DPM-Solver++ 2M with the other second-order weight",
      multistep("sde-dpmsolver++", 2).replace("}", ", \"solver_type\": \"heun\"}")),
  DPM_PLUS_PLUS_3M_SDE(
      "dpm++-3m-sde",
      SchedulerClass.DPM_MULTISTEP,
      "SDE-DPM-Solver++, third-order multistep as diffusers weights it",
      multistep("sde-dpmsolver++", 3)),
  DPM_PLUS_PLUS_3M_SDE_K(
      "dpm++-3m-sde-k",
      SchedulerClass.DPM_3M_SDE,
      "SDE-DPM-Solver++ 3M as k-diffusion weights it, on a Brownian path"),
  DPM_PLUS_PLUS_SDE(
      "dpm++-sde",
      SchedulerClass.DPM_SDE,
      "SDE-DPM-Solver++, singlestep on a Brownian path; two evaluations per step"),
  DPM_PLUS_PLUS_2S_ANCESTRAL(
      "dpm++-2s-a",
      SchedulerClass.DPM_2S_ANCESTRAL,
      "DPM-Solver++(2S) with fresh noise each step; two evaluations per step"),
  DPM_PLUS_PLUS_2S(
      "dpm++-2s",
      SchedulerClass.DPM_SINGLESTEP,
      "DPM-Solver++, second-order singlestep",
      multistep("dpmsolver++", 2)),
  DPM_PLUS_PLUS_1S(
      "dpm++-1s",
      SchedulerClass.DPM_SINGLESTEP,
      "DPM-Solver++ of first order on the levels of singlestep",
      multistep("dpmsolver++", 1)),
  DPM_PLUS_PLUS_3S(
      "dpm++-3s",
      SchedulerClass.DPM_SINGLESTEP,
      "DPM-Solver++, third-order singlestep",
      multistep("dpmsolver++", 3)),
  DPM_PLUS_PLUS_2S_SDE(
      "dpm++-2s-sde",
      SchedulerClass.DPM_SINGLESTEP,
      "SDE-DPM-Solver++, second-order singlestep with fresh noise",
      multistep("sde-dpmsolver++", 2)),
  DPM_SOLVER_1(
      "dpm-solver-1",
      SchedulerClass.DPM_MULTISTEP,
      "DPM-Solver of first order",
      noiseForm("dpmsolver", 1)),
  DPM_SOLVER_2(
      "dpm-solver-2",
      SchedulerClass.DPM_MULTISTEP,
      "DPM-Solver, second-order multistep",
      noiseForm("dpmsolver", 2)),
  DPM_SOLVER_3(
      "dpm-solver-3",
      SchedulerClass.DPM_MULTISTEP,
      "DPM-Solver, third-order multistep",
      noiseForm("dpmsolver", 3)),
  SDE_DPM_SOLVER_1(
      "sde-dpm-solver-1",
      SchedulerClass.DPM_MULTISTEP,
      "SDE-DPM-Solver of first order",
      noiseForm("sde-dpmsolver", 1)),
  SDE_DPM_SOLVER_2(
      "sde-dpm-solver-2",
      SchedulerClass.DPM_MULTISTEP,
      "SDE-DPM-Solver, second-order multistep",
      noiseForm("sde-dpmsolver", 2)),
  DPM_SOLVER_2S(
      "dpm-solver-2s",
      SchedulerClass.DPM_SINGLESTEP,
      "DPM-Solver, second-order singlestep",
      noiseForm("dpmsolver", 2)),
  DPM_SOLVER_3S(
      "dpm-solver-3s",
      SchedulerClass.DPM_SINGLESTEP,
      "DPM-Solver, third-order singlestep",
      noiseForm("dpmsolver", 3)),
  DPM_FAST("dpm-fast", SchedulerClass.DPM_FAST, "DPM-Solver-fast; as many evaluations as steps"),
  DPM_ADAPTIVE(
      "dpm-adaptive",
      SchedulerClass.DPM_ADAPTIVE,
      "DPM-Solver-23 that chooses its steps; the number of steps has no effect"),
  UNIPC("unipc", SchedulerClass.UNIPC, "Predictor and corrector", "{\"solver_type\": \"bh2\"}"),
  UNIPC_BH1(
      "unipc-bh1",
      SchedulerClass.UNIPC,
      "UniPC in its other scaling, for few steps",
      "{\"solver_type\": \"bh1\"}"),
  DEIS("deis", SchedulerClass.DEIS, "Exponential integrator, polynomial in log sigma"),
  SA_SOLVER("sa-solver", SchedulerClass.SA_SOLVER, "Stochastic Adams predictor and corrector"),
  LCM("lcm", SchedulerClass.LCM, "For latent consistency models; 1 to 8 steps, guidance off"),
  TCD("tcd", SchedulerClass.TCD, "For trajectory consistency models; eta as gamma, 0.3"),
  EDM_EULER("edm-euler", SchedulerClass.EDM_EULER, "Euler for models in EDM's preconditioning"),
  EDM_DPM_PLUS_PLUS_2M(
      "edm-dpm++-2m",
      SchedulerClass.EDM_DPM_MULTISTEP,
      "DPM-Solver++ 2M for models in EDM's preconditioning"),
  FLOW_EULER("flow-euler", SchedulerClass.FLOW_EULER, "Euler for flow-matching models"),
  FLOW_HEUN("flow-heun", SchedulerClass.FLOW_HEUN, "Heun for flow-matching models"),
  FLOW_LCM("flow-lcm", SchedulerClass.FLOW_LCM, "Consistency sampling for flow-matching models");

  private final String clientName;
  private final SchedulerClass type;
  private final String description;
  private final String options;

  SamplerName(String clientName, SchedulerClass type, String description) {
    this(clientName, type, description, "{}");
  }

  SamplerName(String clientName, SchedulerClass type, String description, String options) {
    this.clientName = clientName;
    this.type = type;
    this.description = description;
    this.options = options;
  }

  /** The name that a request carries, such as {@code euler-a}. */
  public String clientName() {
    return clientName;
  }

  /** The scheduler class of diffusers that it equals; empty where diffusers has none. */
  public String diffusersClass() {
    return type.className();
  }

  /** The fields of that class's configuration that the name stands for, as a JSON object. */
  public String diffusersOptions() {
    return options;
  }

  /** The name of the nearest sampler of A1111; empty where it has none. */
  public String a1111Name() {
    return A1111Names.of(this);
  }

  public String description() {
    return description;
  }

  SchedulerClass type() {
    return type;
  }

  /** The configuration with what the name stands for. */
  SchedulerConfig appliedTo(SchedulerConfig config) {
    return config.with(SchedulerConfig.parse(options));
  }

  /**
   * @throws SchedulerConfigException when no sampler has that name
   */
  static SamplerName named(String name) {
    return Arrays.stream(values())
        .filter(sampler -> sampler.clientName.equals(name))
        .findFirst()
        .orElseThrow(() -> new SchedulerConfigException("sampler", "one of " + names(), name));
  }

  /**
   * The sampler that a configuration describes: of those of its class the first that fixes nothing
   * else than it says, or, where it says what no name stands for, the first.
   *
   * @throws SchedulerConfigException when no sampler equals its class
   */
  static SamplerName of(SchedulerConfig config) {
    SchedulerClass type =
        SchedulerClass.named(config.className())
            .orElseThrow(() ->
                new SchedulerConfigException(
                    "scheduler_config._class_name",
                    "one of %s, or the request must name a sampler"
                        .formatted(SchedulerClass.names()),
                    config.className().isEmpty() ? "absent" : config.className()));
    SchedulerConfig complete = config.over(ClassDefaults.of(type));
    return Arrays.stream(values())
        .filter(sampler -> sampler.type == type)
        .filter(sampler -> complete.holds(SchedulerConfig.parse(sampler.options)))
        .findFirst()
        .orElseGet(() -> first(type));
  }

  private static SamplerName first(SchedulerClass type) {
    return Arrays.stream(values()).filter(name -> name.type == type).findFirst().orElseThrow();
  }

  private static String multistep(String algorithm, int order) {
    return "{\"algorithm_type\": \"%s\", \"solver_order\": %d}".formatted(algorithm, order);
  }

  private static String noiseForm(String algorithm, int order) {
    return multistep(algorithm, order).replace("}", ", \"final_sigmas_type\": \"sigma_min\"}");
  }

  private static String names() {
    return Arrays.stream(values()).map(SamplerName::clientName).collect(Collectors.joining(", "));
  }
}
