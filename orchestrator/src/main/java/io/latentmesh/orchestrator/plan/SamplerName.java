package io.latentmesh.orchestrator.plan;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The samplers, by the names that clients use. */
public enum SamplerName {
  DDIM("ddim", "DDIMScheduler", "Denoising diffusion implicit models; eta adds noise"),
  PNDM("pndm", "PNDMScheduler", "Pseudo linear multistep; one evaluation more than steps"),
  EULER("euler", "EulerDiscreteScheduler", "Euler's method"),
  EULER_ANCESTRAL("euler-a", "EulerAncestralDiscreteScheduler", "Euler with fresh noise each step"),
  DPM_PLUS_PLUS_2M(
      "dpm++-2m", "DPMSolverMultistepScheduler", "DPM-Solver++, second-order multistep");

  private final String clientName;
  private final String diffusersClass;
  private final String description;

  SamplerName(String clientName, String diffusersClass, String description) {
    this.clientName = clientName;
    this.diffusersClass = diffusersClass;
    this.description = description;
  }

  /** The name that a request carries, such as {@code euler-a}. */
  public String clientName() {
    return clientName;
  }

  /** The scheduler class of diffusers that it equals. */
  public String diffusersClass() {
    return diffusersClass;
  }

  public String description() {
    return description;
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
   * @throws SchedulerConfigException when no sampler equals that class
   */
  static SamplerName ofClass(String className) {
    return Arrays.stream(values())
        .filter(sampler -> sampler.diffusersClass.equals(className))
        .findFirst()
        .orElseThrow(() ->
            new SchedulerConfigException(
                "scheduler_config._class_name",
                "one of %s, or the request must name a sampler".formatted(classes()),
                className.isEmpty() ? "absent" : className));
  }

  private static String names() {
    return Arrays.stream(values()).map(SamplerName::clientName).collect(Collectors.joining(", "));
  }

  private static String classes() {
    return Arrays.stream(values())
        .map(SamplerName::diffusersClass)
        .collect(Collectors.joining(", "));
  }
}
