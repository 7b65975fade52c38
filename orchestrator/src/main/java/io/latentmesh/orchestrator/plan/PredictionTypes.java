package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.PredictionType;
import java.util.List;

/** Reads prediction_type. */
final class PredictionTypes {
  private static final List<PredictionType> DISCRETE =
      List.of(PredictionType.EPSILON, PredictionType.V_PREDICTION, PredictionType.SAMPLE);
  private static final List<PredictionType> WITHOUT_SAMPLE =
      List.of(PredictionType.EPSILON, PredictionType.V_PREDICTION);

  private PredictionTypes() {}

  static PredictionType of(Wanted wanted) {
    List<PredictionType> known = known(wanted);
    String name =
        wanted
            .config()
            .word(
                "prediction_type",
                known.stream().map(PredictionType::configName).toArray(String[]::new));
    return known.stream().filter(type -> type.configName().equals(name)).findFirst().orElseThrow();
  }

  /** On a straight path only a flow is a prediction, and nowhere else. */
  private static List<PredictionType> known(Wanted wanted) {
    SchedulerConfig config = wanted.config();
    if (config.has("use_flow_sigmas") && config.flag("use_flow_sigmas")) {
      return List.of(PredictionType.FLOW);
    }
    return switch (wanted.type()) {
      case PNDM, EULER_ANCESTRAL, KDPM2, KDPM2_ANCESTRAL, DPM_SDE, EDM_EULER, EDM_DPM_MULTISTEP ->
          WITHOUT_SAMPLE;
      default -> DISCRETE;
    };
  }
}
