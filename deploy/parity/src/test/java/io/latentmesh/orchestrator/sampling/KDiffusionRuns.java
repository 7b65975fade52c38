package io.latentmesh.orchestrator.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Runs of k-diffusion's functions with the samplers that equal them. */
final class KDiffusionRuns {
  private static final long TREE_SEED = 42;

  private KDiffusionRuns() {}

  static Latent sample(JsonNode run, Denoiser model, Latent x, List<Double> sigmas) {
    JsonNode arguments = run.path("arguments");
    Noise noise = Noise.of(new TorchGenerator(1), x.shape());
    double eta = arguments.path("eta").asDouble(1);
    return switch (run.path("function").asText()) {
      case "sample_euler" -> euler(model, x, sigmas, arguments, noise);
      case "sample_euler_ancestral" ->
          EulerAncestral.sample(
              model,
              x,
              new EulerAncestral.Settings(sigmas, eta, arguments.path("s_noise").asDouble(1)),
              noise);
      case "sample_heun" -> Heun.sample(model, x, sigmas);
      case "sample_dpm_2" -> Dpm2.sample(model, x, middles(sigmas, (a, b) -> Math.sqrt(a * b)));
      case "sample_dpm_2_ancestral" ->
          Dpm2Ancestral.sample(
              model,
              x,
              new Dpm2Ancestral.Settings(
                  middles(sigmas, (a, b) -> Dpm2Ancestral.middle(a, b, eta)), eta),
              noise);
      case "sample_lms" ->
          Lms.sample(model, x, new Lms.Settings(sigmas, arguments.path("order").asInt(4), 0));
      case "sample_dpmpp_2s_ancestral" ->
          DpmPlusPlus2SAncestral.sample(
              model,
              x,
              new DpmPlusPlus2SAncestral.Settings(
                  middles(sigmas, (a, b) -> Dpm2Ancestral.middle(a, b, eta)), eta),
              noise);
      case "sample_dpmpp_sde" ->
          DpmPlusPlusSde.sample(
              model,
              x,
              new DpmPlusPlusSde.Settings(middles(sigmas, DpmPlusPlusSde::middle), eta),
              path(run, x, noise));
      case "sample_dpmpp_2m" ->
          multistep(model, x, settings(sigmas, DpmForm.DATA, "midpoint"), PathNoise.fresh(noise));
      case "sample_dpmpp_2m_sde" ->
          multistep(
              model,
              x,
              settings(sigmas, DpmForm.DATA_SDE, arguments.path("solver_type").asText()),
              path(run, x, noise));
      case "sample_dpmpp_3m_sde" ->
          DpmPlusPlus3MSde.sample(
              model, x, new DpmPlusPlus3MSde.Settings(sigmas, eta), path(run, x, noise));
      case "sample_dpm_fast" ->
          DpmFast.sample(
              model,
              x,
              new DpmFast.Settings(
                  sigmas.get(0), sigmas.get(1), run.path("steps").intValue(), eta(arguments)),
              noise);
      case "sample_dpm_adaptive" -> DpmAdaptive.sample(model, x, adaptive(run, sigmas), noise);
      default -> throw new IllegalArgumentException("no such function: " + run.path("function"));
    };
  }

  private static double eta(JsonNode arguments) {
    return arguments.path("eta").asDouble(0);
  }

  private static Latent euler(
      Denoiser model, Latent x, List<Double> sigmas, JsonNode arguments, Noise noise) {
    Churn churn =
        new Churn(
            arguments.path("s_churn").asDouble(0),
            arguments.path("s_tmin").asDouble(0),
            arguments.path("s_tmax").asDouble(Double.POSITIVE_INFINITY),
            arguments.path("s_noise").asDouble(1));
    return churn.amount() == 0
        ? Euler.sample(model, x, sigmas)
        : EulerChurn.sample(
            model, x, new EulerChurn.Settings(sigmas, churn, sigmas.size() - 1), noise);
  }

  private static DpmAdaptive.Settings adaptive(JsonNode run, List<Double> sigmas) {
    JsonNode arguments = run.path("arguments");
    return new DpmAdaptive.Settings(
        sigmas.get(0),
        sigmas.get(1),
        arguments.path("order").asInt(3),
        arguments.path("rtol").asDouble(0.05),
        0.0078,
        eta(arguments));
  }

  private static Latent multistep(
      Denoiser model, Latent x, DpmMultistep.Settings settings, PathNoise noise) {
    return DpmMultistep.sample(model, x, settings, noise);
  }

  private static DpmMultistep.Settings settings(List<Double> sigmas, DpmForm form, String type) {
    List<Integer> orders = new ArrayList<>(Collections.nCopies(sigmas.size() - 1, 2));
    orders.set(0, 1);
    orders.set(orders.size() - 1, 1);
    return new DpmMultistep.Settings(
        sigmas, orders, form, type.equals("heun") ? DpmSolverType.HEUN : DpmSolverType.MIDPOINT);
  }

  private static PathNoise path(JsonNode run, Latent x, Noise noise) {
    return run.path("noise").asText().equals("brownian")
        ? new BrownianTree(
            x.shape(),
            TREE_SEED,
            (float) run.path("sigma_min").doubleValue(),
            (float) run.path("sigma_max").doubleValue())
        : PathNoise.fresh(noise);
  }

  /** Each step but the last gets a level in its middle. */
  private static List<Double> middles(List<Double> sigmas, DoubleBinaryOperator middle) {
    List<Double> levels = new ArrayList<>();
    IntStream.range(0, sigmas.size() - 2)
        .forEach(i -> {
          levels.add(sigmas.get(i));
          levels.add(middle.applyAsDouble(sigmas.get(i), sigmas.get(i + 1)));
        });
    levels.addAll(sigmas.subList(sigmas.size() - 2, sigmas.size()));
    return levels;
  }
}
