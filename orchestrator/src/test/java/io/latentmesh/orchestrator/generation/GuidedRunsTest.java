package io.latentmesh.orchestrator.generation;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GuidanceOptions;
import io.latentmesh.orchestrator.request.Guidances;
import io.latentmesh.orchestrator.request.Requests;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.sampling.Network;
import io.latentmesh.orchestrator.sampling.Noise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Guided runs against those of diffusers' schedulers on the same network: guidance.json, made by
 * make_guidance.py beside it. Trajectories may differ by 1e-5 of their largest value, as those of
 * plain runs do: the arithmetic of 16 steps in float32.
 */
class GuidedRunsTest {
  private static final double LIMIT = 1e-5;
  private static final List<String> SIDES = List.of("unconditional", "conditional", "negative");
  private static final Noise NONE =
      () -> {
        throw new AssertionError("these samplers draw no noise");
      };

  private final FakeMesh mesh = new FakeMesh();
  private final JsonNode expected = read();

  @TestFactory
  Stream<DynamicTest> guidedRun_followsDiffusers() {
    return elements(expected.path("runs"))
        .map(run ->
            dynamicTest(
                run.path("scheduler").asText() + " " + run.path("options"), () -> check(run)));
  }

  private void check(JsonNode run) {
    GenerationPlan plan = plan(run);
    List<Latent> asked = new ArrayList<>();
    List<Double> sigmas = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    Denoiser guided =
        GuidedModel.of(
            plan,
            plan.sampling()
                .denoiser((input, timestep, conditionings) -> {
                  rows.add(conditionings.size());
                  return network(plan).predict(input, timestep, conditionings);
                }),
            new Estimate());
    Denoiser recorded =
        (x, sigma) -> {
          asked.add(x.kept());
          sigmas.add(sigma);
          return guided.denoise(x, sigma);
        };
    Latent end = plan.sampling().sample(recorded, plan.sampling().start(start()), NONE);
    assertThat(rows).isEqualTo(elements(run.path("rows")).map(JsonNode::intValue).toList());
    assertThat(plan.rows()).isEqualTo(rows.stream().mapToInt(each -> each).sum());
    assertClose(end, run.path("trajectory").path(asked.size() - 1));
    boolean variancePreserving = run.path("scheduler").asText().startsWith("ddim");
    for (int i = 1; i < asked.size(); i++) {
      double scale = variancePreserving ? 1 / Math.hypot(sigmas.get(i), 1) : 1;
      assertClose(asked.get(i).times(scale), run.path("trajectory").path(i - 1));
    }
  }

  private GenerationPlan plan(JsonNode run) {
    JsonNode options = run.path("options");
    String config = expected.path("schedulers").path(run.path("scheduler").asText()).toString();
    return mesh.plan(
        with(
            Requests.negativePrompt("blue"),
            Requests.steps(expected.path("steps").intValue()),
            Requests.schedulerConfig(config),
            Requests.guidanceScale(options.path("guidance_scale").asDouble(1)),
            Requests.guidance(options(options))));
  }

  private static GuidanceOptions options(JsonNode json) {
    GuidanceOptions options = GuidanceOptions.NONE;
    if (json.has("guidance_rescale")) {
      options = Guidances.rescale(json.path("guidance_rescale").doubleValue()).apply(options);
    }
    if (json.has("guidance_interval")) {
      JsonNode interval = json.path("guidance_interval");
      double start = interval.path("start").asDouble(0);
      options = Guidances.interval(start, interval.path("end").asDouble(1)).apply(options);
    }
    if (json.has("guidance_schedule")) {
      Double[] scales =
          elements(json.path("guidance_schedule").path("scales"))
              .map(JsonNode::doubleValue)
              .toArray(Double[]::new);
      options = Guidances.scales(scales).apply(options);
    }
    if (json.has("perp_neg")) {
      options = Guidances.perpNeg(json.path("perp_neg").doubleValue()).apply(options);
    }
    if (json.has("cfg_plus_plus")) {
      options = Guidances.cfgPlusPlus(json.path("cfg_plus_plus").doubleValue()).apply(options);
    }
    return options;
  }

  /** The formula of the file in float32; without guidance the conditional is the only one. */
  private Network network(GenerationPlan plan) {
    List<String> sides = plan.guidance().on() ? SIDES : List.of("conditional");
    JsonNode offsets = expected.path("network").path("a");
    return (input, timestep, conditionings) ->
        conditionings.stream()
            .map(index -> {
              float offset = (float) offsets.path(sides.get(index)).doubleValue();
              float[] values = input.toArray();
              for (int i = 0; i < values.length; i++) {
                float angle = 0.5f * values[i] + offset;
                float pattern = (float) (0.8 * Math.sin(1.7 * i));
                float common = pattern + (float) (0.3 * Math.cos(0.01 * timestep));
                values[i] = (float) Math.tanh(angle) + common;
              }
              return Latent.of(input.shape(), values);
            })
            .toList();
  }

  private Latent start() {
    return latent(expected.path("start"));
  }

  private Latent latent(JsonNode numbers) {
    JsonNode extents = expected.path("shape");
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.path(i).floatValue();
    }
    return Latent.of(
        new LatentShape(
            extents.path(0).intValue(), extents.path(1).intValue(), extents.path(2).intValue()),
        values);
  }

  private void assertClose(Latent actual, JsonNode numbers) {
    float[] values = actual.toArray();
    float[] wanted = latent(numbers).toArray();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < wanted.length; i++) {
      largest = Math.max(largest, Math.abs(wanted[i]));
      difference = Math.max(difference, Math.abs((double) values[i] - wanted[i]));
    }
    assertThat(difference).isLessThanOrEqualTo(LIMIT * Math.max(1, largest));
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::path);
  }

  private static JsonNode read() {
    try (var stream = GuidedRunsTest.class.getResourceAsStream("/guidance/guidance.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(stream));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
