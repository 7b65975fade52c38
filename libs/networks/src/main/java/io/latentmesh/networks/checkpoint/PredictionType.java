package io.latentmesh.networks.checkpoint;

import java.util.Arrays;
import java.util.Optional;

/** What a denoiser was trained to predict, named as in {@code scheduler_config.json}. */
public enum PredictionType {
  /** The noise (Ho et al., 2020, arXiv:2006.11239). */
  EPSILON("epsilon"),
  /** The velocity (Salimans and Ho, 2022, arXiv:2202.00512, section 4). */
  V_PREDICTION("v_prediction");

  private final String label;

  PredictionType(String label) {
    this.label = label;
  }

  /** As configs spell it. */
  public String label() {
    return label;
  }

  /** Also as training code ({@code eps}) and model metadata ({@code v}) abbreviate it. */
  public static Optional<PredictionType> named(String name) {
    return switch (name) {
      case "v" -> Optional.of(V_PREDICTION);
      case "eps" -> Optional.of(EPSILON);
      default -> Arrays.stream(values()).filter(type -> type.label.equals(name)).findFirst();
    };
  }
}
