package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.PredictionType;
import java.util.List;

/** Reads prediction_type. */
final class PredictionTypes {
  private PredictionTypes() {}

  static PredictionType of(SchedulerConfig config, SamplerName sampler) {
    List<PredictionType> known = knownTo(sampler);
    String name =
        config.word(
            "prediction_type",
            known.stream().map(PredictionType::configName).toArray(String[]::new));
    return known.stream().filter(type -> type.configName().equals(name)).findFirst().orElseThrow();
  }

  private static List<PredictionType> knownTo(SamplerName sampler) {
    return switch (sampler) {
      case DDIM, EULER, DPM_PLUS_PLUS_2M -> List.of(PredictionType.values());
      case PNDM, EULER_ANCESTRAL -> List.of(PredictionType.EPSILON, PredictionType.V_PREDICTION);
    };
  }
}
