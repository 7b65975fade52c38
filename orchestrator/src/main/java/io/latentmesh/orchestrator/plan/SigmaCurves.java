package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.SigmaCurve;
import java.util.List;
import java.util.Optional;

/** Reads the switches that put a formula in place of spaced timesteps. */
final class SigmaCurves {
  private static final List<String> EXCLUSIVE =
      List.of("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas");

  private SigmaCurves() {}

  /** The curve that is on, if one is. */
  static Optional<SigmaCurve> of(SchedulerConfig config) {
    if (!config.has("use_karras_sigmas")) {
      return Optional.empty();
    }
    List<String> on = EXCLUSIVE.stream().filter(config::flag).toList();
    if (on.size() > 1) {
      throw config.mismatch(on.getLast(), "false beside " + on.getFirst());
    }
    return switch (ScheduleName.of(config)) {
      case KARRAS -> Optional.of(SigmaCurve.KARRAS);
      case EXPONENTIAL, LU_LAMBDAS -> Optional.of(SigmaCurve.EXPONENTIAL);
      case BETA -> Optional.of(SigmaCurve.BETA);
      default -> Optional.empty();
    };
  }

  /** Its levels, between the ends of {@code range} or those that the configuration puts there. */
  static List<Double> sigmas(
      SigmaCurve curve, SchedulerConfig config, List<Double> range, int steps) {
    double max = end(config, "sigma_max", range.getFirst());
    double min = end(config, "sigma_min", range.getLast());
    if (max <= min && steps > 1) {
      throw config.mismatch("sigma_max", "above sigma_min (%s)".formatted(min));
    }
    return curve.sigmas(max, min, steps);
  }

  private static double end(SchedulerConfig config, String key, double fallback) {
    return config.has(key)
        ? config.optional(key, 0, Double.POSITIVE_INFINITY).orElse(fallback)
        : fallback;
  }
}
