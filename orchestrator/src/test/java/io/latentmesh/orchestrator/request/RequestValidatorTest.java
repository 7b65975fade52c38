package io.latentmesh.orchestrator.request;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.grpc.Status;
import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.plan.SamplerName;
import io.latentmesh.orchestrator.plan.ScheduleName;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestValidatorTest {
  private final FakeMesh mesh = new FakeMesh();

  static Stream<Arguments> rules() {
    return Stream.of(
        rule(
            Requests.prompt(" \n"), "prompt", "must not be blank, was 2 characters of white space"),
        rule(
            Requests.prompt("ä".repeat(8193)),
            "prompt",
            "must be at most 16384 bytes of UTF-8, was 16386"),
        rule(
            Requests.prompt("a\0b"), "prompt", "must not contain U+0000, was found at character 1"),
        rule(
            Requests.negativePrompt("x".repeat(16_385)),
            "negative_prompt",
            "must be at most 16384 bytes of UTF-8, was 16385"),
        rule(Requests.size(18, 16), "width", "must be a multiple of 4 pixels, was 18"),
        rule(Requests.size(16, 0), "height", "must be from 4 to 64 pixels, was 0"),
        rule(Requests.size(16, -4), "height", "must be from 4 to 64 pixels, was -4"),
        rule(Requests.size(68, 16), "width", "must be from 4 to 64 pixels, was 68"),
        rule(
            Requests.size(64, 64),
            "width",
            "width times height must be at most 2048 pixels, was 64 x 64"),
        rule(Requests.steps(0), "steps", "must be from 1 to 100, was 0"),
        rule(Requests.steps(10_000), "steps", "must be from 1 to 100, was 10000"),
        rule(
            Requests.guidanceScale(Double.NaN),
            "guidance_scale",
            "must be a finite number from 0 to 100, was NaN"),
        rule(
            Requests.guidanceScale(-0.5),
            "guidance_scale",
            "must be a finite number from 0 to 100, was -0.5"),
        rule(
            Requests.guidanceScale(Double.POSITIVE_INFINITY),
            "guidance_scale",
            "must be a finite number from 0 to 100, was Infinity"),
        rule(Requests.eta(1.5), "eta", "must be a finite number from 0 to 1, was 1.5"),
        rule(
            Requests.sampler("huen"),
            "sampler",
            "must be one of %s, was \"huen\""
                .formatted(names(SamplerName.values(), SamplerName::clientName))),
        rule(
            Requests.schedule("sgm"),
            "schedule",
            "must be one of %s, was \"sgm\""
                .formatted(names(ScheduleName.values(), ScheduleName::clientName))),
        rule(Requests.clipSkip(2), "clip_skip", "must be from 0 to 1 for model fake, was 2"),
        rule(Requests.clipSkip(-1), "clip_skip", "must be from 0 to 1 for model fake, was -1"),
        rule(Requests.count(1, 0), "count", "must be from 1 to 4, was 0"),
        rule(Requests.count(1, 5), "count", "must be from 1 to 4, was 5"),
        rule(
            Requests.seeds(
                new GenerationRequest.Seeds(
                    LongStream.range(0, 5).boxed().toList(),
                    OptionalLong.empty(),
                    OptionalInt.empty())),
            "seeds",
            "must be at most 4, was 5"),
        rule(
            Requests.seeds(
                new GenerationRequest.Seeds(List.of(1L), OptionalLong.of(1), OptionalInt.empty())),
            "seeds",
            "excludes seed and count, was given 1 seeds with seed"),
        rule(
            Requests.requestId("x".repeat(129)),
            "request_id",
            "must be at most 128 characters, was 129"),
        rule(Requests.previewEvery(0), "preview_every", "must be at least 1, was 0"),
        rule(Requests.previewEvery(-3), "preview_every", "must be at least 1, was -3"),
        rule(Requests.model("x".repeat(129)), "model", "must be at most 128 characters, was 129"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void request_breakingOneRule_namesFieldBoundAndValue(
      UnaryOperator<GenerationRequest> change, FieldViolation expected) {
    assertThat(violations(with(change))).containsExactly(expected);
  }

  @Test
  void schedulerConfig_unreadable_namesTheProtoField() {
    assertThat(violations(with(Requests.schedulerConfig("{"))))
        .singleElement()
        .satisfies(v -> assertThat(v.field()).isEqualTo("scheduler_config_json"))
        .satisfies(v -> assertThat(v.description()).startsWith("must be a JSON object"));
  }

  @Test
  void schedulerConfig_badKey_namesTheKeyInTheDescription() {
    String json = "{\"_class_name\": \"DDIMScheduler\", \"beta_end\": 7}";
    assertThat(violations(with(Requests.schedulerConfig(json))))
        .singleElement()
        .satisfies(v -> assertThat(v.field()).isEqualTo("scheduler_config_json"))
        .satisfies(v -> assertThat(v.description()).startsWith("beta_end must be"));
  }

  @Test
  void schedule_notOfTheSampler_namesTheSchedule() {
    var request = with(Requests.sampler("ddim"), Requests.schedule("karras"));
    assertThat(violations(request))
        .singleElement()
        .satisfies(v -> assertThat(v.field()).isEqualTo("schedule"));
  }

  @Test
  void request_breakingManyRules_isToldAllAtOnce() {
    var request =
        with(
            Requests.prompt(""),
            Requests.size(17, 0),
            Requests.steps(0),
            Requests.guidanceScale(Double.NaN),
            Requests.count(1, 0));
    assertThat(violations(request))
        .extracting(FieldViolation::field)
        .contains("prompt", "width", "height", "steps", "guidance_scale", "count");
  }

  @Test
  void request_wrongByItself_isInvalidWhileNoStageAnswers() {
    mesh.textEncoder.onCall(() -> {
      throw ServiceException.of(Status.Code.UNAVAILABLE, "UNAVAILABLE", "text-encoder: down");
    });
    assertThat(violations(with(Requests.prompt(""))))
        .extracting(FieldViolation::field)
        .containsExactly("prompt");
  }

  private List<FieldViolation> violations(GenerationRequest request) {
    ServiceException refusal =
        catchThrowableOfType(ServiceException.class, () -> mesh.plan(request));
    assertThat(refusal).as("refusal").isNotNull();
    return refusal.violations();
  }

  private static <T> String names(T[] values, Function<T, String> name) {
    return Arrays.stream(values).map(name).collect(Collectors.joining(", "));
  }

  private static Arguments rule(
      UnaryOperator<GenerationRequest> change, String field, String description) {
    return arguments(change, new FieldViolation(field, description));
  }
}
