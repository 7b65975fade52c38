package io.latentmesh.orchestrator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latentmesh.orchestrator.plan.SamplingOptions.Beginning;
import io.latentmesh.orchestrator.plan.SamplingOptions.CustomLevels;
import io.latentmesh.orchestrator.sampling.Churn;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans for runs of the reference. */
final class ReferencePlans {
  private ReferencePlans() {}

  /**
   * The plan of a run.
   *
   * @param options what the run says beside its configuration; may hold eta
   */
  static SamplingPlan of(JsonNode config, JsonNode run, JsonNode options) {
    SamplingRequest request =
        new SamplingRequest(
            run.path("steps").asInt(1), Optional.empty(), Optional.empty(), options(run, options));
    return SamplingPlan.of(SchedulerConfig.parse(config.toString()), request);
  }

  /**
   * The plan of a run on a Brownian path, at the reference's noise levels to the last bit: the path
   * is asked for at levels rounded to 6 digits, and torch takes the root in them from a library
   * that is not correctly rounded (190 of 1,000 levels differ by a unit in the last place). An end
   * that moves by 1e-6 changes the noise by 1e-3 of its deviation.
   */
  static SamplingPlan onItsSigmas(JsonNode config, JsonNode run) {
    ObjectNode plain = config.deepCopy();
    plain.remove("use_karras_sigmas");
    List<Double> sigmas = numbers(run.path("sigmas")).stream().distinct().toList();
    SamplingOptions options =
        options(run, run.path("step_kwargs")).withLevels(new CustomLevels.Sigmas(sigmas));
    return SamplingPlan.of(
        SchedulerConfig.parse(plain.toString()),
        new SamplingRequest(1, Optional.empty(), Optional.empty(), options));
  }

  private static SamplingOptions options(JsonNode run, JsonNode step) {
    SamplingOptions options = SamplingOptions.DEFAULT.withLevels(levels(run.path("set_kwargs")));
    if (step.has("eta")) {
      options = options.withEta(step.path("eta").doubleValue());
    }
    if (step.has("s_churn")) {
      options = options.withChurn(churn(step));
    }
    if (step.path("use_clipped_model_output").asBoolean()) {
      options = options.withClippedEstimate();
    }
    if (run.path("set_kwargs").has("mu")) {
      options = options.withShift(run.path("set_kwargs").path("mu").doubleValue());
    }
    JsonNode strength = run.has("img2img") ? run.path("img2img") : run.path("set_kwargs");
    return strength.has("strength")
        ? options.withBeginning(new Beginning.AtStrength(strength.path("strength").doubleValue()))
        : options;
  }

  private static CustomLevels levels(JsonNode set) {
    if (set.has("timesteps")) {
      return new CustomLevels.Timesteps(numbers(set.path("timesteps")));
    }
    return set.has("sigmas")
        ? new CustomLevels.Sigmas(numbers(set.path("sigmas")))
        : new CustomLevels.None();
  }

  private static Churn churn(JsonNode step) {
    return new Churn(
        step.path("s_churn").doubleValue(),
        step.path("s_tmin").doubleValue(),
        step.path("s_tmax").asDouble(Double.POSITIVE_INFINITY),
        step.path("s_noise").asDouble(1));
  }

  static List<Double> numbers(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(i -> array.path(i).doubleValue()).toList();
  }
}
