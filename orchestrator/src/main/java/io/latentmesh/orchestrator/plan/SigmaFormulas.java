package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.NoiseSchedule;
import io.latentmesh.orchestrator.sampling.SigmaCurve;
import io.latentmesh.orchestrator.sampling.TimestepSpacing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Schedules that k-diffusion and A1111 know and diffusers does not, over the whole range of the
 * model's training noise. They end at 0, but for KL_OPTIMAL.
 */
final class SigmaFormulas {
  /** Sabour et al. 2024 (2404.14507), appendix; the last value instead of 0 as A1111 has it. */
  private static final List<Double> ALIGN_YOUR_STEPS =
      List.of(14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029);

  private static final List<Double> ALIGN_YOUR_STEPS_XL =
      List.of(14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.380, 0.234, 0.113, 0.029);

  private SigmaFormulas() {}

  /** The levels of {@code steps} steps, and the last one. */
  static List<Double> sigmas(ScheduleName name, NoiseSchedule noise, int steps) {
    double max = noise.sigma(noise.timesteps() - 1);
    double min = noise.sigma(0);
    return switch (name) {
      case KARRAS -> ending(SigmaCurve.KARRAS.sigmas(max, min, steps));
      case EXPONENTIAL -> ending(SigmaCurve.EXPONENTIAL.sigmas(max, min, steps));
      case BETA -> ending(SigmaCurve.BETA.sigmas(max, min, steps));
      case POLYEXPONENTIAL -> ending(SigmaCurve.polyexponential(max, min, steps, 1));
      case KL_OPTIMAL -> SigmaCurve.KL_OPTIMAL.sigmas(max, min, steps + 1);
      case NORMAL -> ending(uniform(noise, steps));
      case SGM_UNIFORM -> ending(uniform(noise, steps + 1).subList(0, steps));
      case SIMPLE ->
          ending(
              each(
                  steps,
                  i -> noise.sigma(noise.timesteps() - 1 - (int) (i * noise.timesteps() / steps))));
      case DDIM_UNIFORM -> ending(strides(noise, steps));
      case ALIGN_YOUR_STEPS -> ending(logInterpolated(ALIGN_YOUR_STEPS, steps));
      case ALIGN_YOUR_STEPS_XL -> ending(logInterpolated(ALIGN_YOUR_STEPS_XL, steps));
      default -> throw new IllegalArgumentException(name + " is no formula");
    };
  }

  private static List<Double> uniform(NoiseSchedule noise, int steps) {
    if (steps == 1) {
      return List.of(noise.sigma(noise.timesteps() - 1));
    }
    return TimestepSpacing.LINSPACE.timesteps(noise.timesteps(), steps, 0).stream()
        .map(noise::sigmaLogBetween)
        .toList();
  }

  /** Timesteps 1, 1 + stride, ...: as many as fit, which may be more than {@code steps}. */
  private static List<Double> strides(NoiseSchedule noise, int steps) {
    int stride = Math.max(noise.timesteps() / steps, 1);
    return IntStream.iterate(1, t -> t < noise.timesteps(), t -> t + stride)
        .mapToObj(noise::sigma)
        .toList()
        .reversed();
  }

  /** As many values at even places of the list, linear in the logarithm between its entries. */
  private static List<Double> logInterpolated(List<Double> list, int count) {
    return each(
        count,
        i -> {
          double place = count == 1 ? 0 : i * (list.size() - 1.0) / (count - 1);
          int low = (int) Math.min(place, list.size() - 2.0);
          double fraction = place - low;
          return Math.exp(
              (1 - fraction) * Math.log(list.get(low)) + fraction * Math.log(list.get(low + 1)));
        });
  }

  private static List<Double> each(int count, DoubleUnaryOperator value) {
    return new ArrayList<>(
        IntStream.range(0, count).mapToDouble(i -> i).map(value).boxed().toList());
  }

  private static List<Double> ending(List<Double> sigmas) {
    return Stream.concat(sigmas.stream(), Stream.of(0.0)).toList();
  }
}
