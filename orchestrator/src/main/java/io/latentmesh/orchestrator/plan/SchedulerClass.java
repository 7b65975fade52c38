package io.latentmesh.orchestrator.plan;

import static io.latentmesh.orchestrator.plan.SchedulerClass.Levels.FLOW;
import static io.latentmesh.orchestrator.plan.SchedulerClass.Levels.OWN;
import static io.latentmesh.orchestrator.plan.SchedulerClass.Levels.SIGMAS;
import static io.latentmesh.orchestrator.plan.SchedulerClass.Levels.TIMESTEPS;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scheduler classes of diffusers that are understood, and the algorithms that it has not. */
enum SchedulerClass {
  DDPM("DDPMScheduler", TIMESTEPS),
  DDIM("DDIMScheduler", TIMESTEPS),
  PNDM("PNDMScheduler", TIMESTEPS),
  LMS("LMSDiscreteScheduler", SIGMAS),
  EULER("EulerDiscreteScheduler", SIGMAS),
  EULER_ANCESTRAL("EulerAncestralDiscreteScheduler", SIGMAS),
  HEUN("HeunDiscreteScheduler", SIGMAS),
  KDPM2("KDPM2DiscreteScheduler", SIGMAS),
  KDPM2_ANCESTRAL("KDPM2AncestralDiscreteScheduler", SIGMAS),
  DPM_SDE("DPMSolverSDEScheduler", SIGMAS),
  DPM_MULTISTEP("DPMSolverMultistepScheduler", SIGMAS),
  DPM_SINGLESTEP("DPMSolverSinglestepScheduler", SIGMAS),
  DEIS("DEISMultistepScheduler", SIGMAS),
  UNIPC("UniPCMultistepScheduler", SIGMAS),
  SA_SOLVER("SASolverScheduler", SIGMAS),
  LCM("LCMScheduler", OWN),
  TCD("TCDScheduler", OWN),
  FLOW_EULER("FlowMatchEulerDiscreteScheduler", FLOW),
  FLOW_HEUN("FlowMatchHeunDiscreteScheduler", FLOW),
  FLOW_LCM("FlowMatchLCMScheduler", FLOW),
  EDM_EULER("EDMEulerScheduler", OWN),
  EDM_DPM_MULTISTEP("EDMDPMSolverMultistepScheduler", OWN),
  /** Those of k-diffusion. */
  DPM_2S_ANCESTRAL("", SIGMAS),
  DPM_3M_SDE("", SIGMAS),
  DPM_FAST("", OWN),
  DPM_ADAPTIVE("", OWN);

  /** What a class can be given in place of its own noise levels. */
  enum Levels {
    /** Any descending noise levels. */
    SIGMAS,
    /** A spacing of training timesteps. */
    TIMESTEPS,
    /** Levels of a straight path, from 1 to 0. */
    FLOW,
    /** Nothing. */
    OWN
  }

  private final String className;
  private final Levels levels;

  SchedulerClass(String className, Levels levels) {
    this.className = className;
    this.levels = levels;
  }

  /** Its name in diffusers; empty where diffusers has none. */
  String className() {
    return className;
  }

  Levels levels() {
    return levels;
  }

  /** Evaluations that belong together in a schedule: {@code order} of the class in diffusers. */
  int entriesPerStep() {
    return switch (this) {
      case HEUN, KDPM2, KDPM2_ANCESTRAL, DPM_SDE, FLOW_HEUN, DPM_2S_ANCESTRAL -> 2;
      default -> 1;
    };
  }

  static Optional<SchedulerClass> named(String className) {
    return Arrays.stream(values())
        .filter(known -> !known.className.isEmpty() && known.className.equals(className))
        .findFirst();
  }

  static String names() {
    return Arrays.stream(values())
        .map(SchedulerClass::className)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
