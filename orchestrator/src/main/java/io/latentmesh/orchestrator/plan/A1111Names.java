package io.latentmesh.orchestrator.plan;

/** What A1111 calls a sampler. */
final class A1111Names {
  private A1111Names() {}

  /** Empty where that program has none. */
  static String of(SamplerName sampler) {
    return switch (sampler) {
      case DDIM -> "DDIM";
      case PLMS, PNDM -> "PLMS";
      case LMS -> "LMS";
      case EULER -> "Euler";
      case EULER_ANCESTRAL -> "Euler a";
      case HEUN -> "Heun";
      case DPM2 -> "DPM2";
      case DPM2_ANCESTRAL -> "DPM2 a";
      case DPM_PLUS_PLUS_2M -> "DPM++ 2M";
      case DPM_PLUS_PLUS_2M_SDE -> "DPM++ 2M SDE";
      case DPM_PLUS_PLUS_2M_SDE_HEUN -> "DPM++ 2M SDE Heun";
      case DPM_PLUS_PLUS_3M_SDE, DPM_PLUS_PLUS_3M_SDE_K -> "DPM++ 3M SDE";
      case DPM_PLUS_PLUS_SDE -> "DPM++ SDE";
      case DPM_PLUS_PLUS_2S_ANCESTRAL -> "DPM++ 2S a";
      case DPM_FAST -> "DPM fast";
      case DPM_ADAPTIVE -> "DPM adaptive";
      case UNIPC, UNIPC_BH1 -> "UniPC";
      case LCM -> "LCM";
      default -> "";
    };
  }
}
