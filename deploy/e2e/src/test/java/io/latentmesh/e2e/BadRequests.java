package io.latentmesh.e2e;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.GenerateRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Requests that must be refused, each with the fields that the refusal must name and what it must
 * say of them.
 */
@SuppressWarnings("ImmutableEnumChecker") // lambdas without state, and Map.of
enum BadRequests {
  EMPTY_PROMPT(request -> request.setPrompt(""), Map.of("prompt", "blank")),
  HUGE_PROMPT(request -> request.setPrompt("x".repeat(100_000)), Map.of("prompt", "100000")),
  SIZE_NOT_A_MULTIPLE(request -> request.setWidth(65), Map.of("width", "65")),
  SIZE_TOO_LARGE(request -> request.setHeight(1_000_000), Map.of("height", "1000000")),
  NO_STEPS(request -> request.setSteps(0), Map.of("steps", "was 0")),
  TOO_MANY_STEPS(request -> request.setSteps(10_000), Map.of("steps", "10000")),
  GUIDANCE_NOT_A_NUMBER(
      request -> request.setGuidanceScale(Double.NaN), Map.of("guidance_scale", "NaN")),
  GUIDANCE_THAT_CANNOT_BE_HAD(
      request -> request.setGuidanceRescale(2).setPerpNeg(1).setCfgPlusPlus(0.5),
      Map.of("guidance_rescale", "2.0", "perp_neg", "cfg_plus_plus", "cfg_plus_plus", "euler")),
  UNKNOWN_SAMPLER(request -> request.setSampler("magic"), Map.of("sampler", "dpm++-2m")),
  UNKNOWN_SCHEDULE(request -> request.setSchedule("magic"), Map.of("schedule", "karras")),
  BROKEN_SCHEDULER_CONFIG(
      request ->
          request.setSchedulerConfigJson(
              "{\"_class_name\": \"EulerDiscreteScheduler\", \"beta_schedule\": \"x\"}"),
      Map.of("scheduler_config_json", "beta_schedule")),
  VALUES_OF_A_NEWER_CLIENT(
      request -> request.setPriorityValue(99).setPromptSyntaxValue(77),
      Map.of("priority", "was 99", "prompt_syntax", "was 77")),
  SEEDS_AND_SEED(request -> request.addSeeds(1), Map.of("seeds", "seed")),
  MANY_AT_ONCE(
      request -> request.setSteps(-1).setEta(2).setCount(0).setNegativePrompt("x".repeat(100_000)),
      Map.of("steps", "-1", "eta", "2", "count", "0", "negative_prompt", "100000")),
  PICTURE_OF_ANOTHER_KIND(
      request -> request.getStartBuilder().setImage(ByteString.copyFromUtf8("GIF89a...")),
      Map.of("start.image", "GIF")),
  LATENTS_THAT_ARE_CUT_OFF(
      request ->
          request
              .getStartBuilder()
              .getLatentsBuilder()
              .setDataType(DataType.DATA_TYPE_F32)
              .addAllShape(List.of(4L, 16L, 16L)),
      Map.of("start.latents.data", "4096")),
  STOP_BEYOND_THE_END(request -> request.setStopAt(1.5), Map.of("stop_at", "1.5")),
  RECIPE_THAT_IS_NONE(
      request -> request.setRecipeJson("{\"format\": 99}"), Map.of("recipe_json", "99")),
  UNKNOWN_MODEL(request -> request.setModel("no-such-model"), Map.of()) {
    @Override
    Code code() {
      return Code.NOT_FOUND;
    }
  };

  private final Consumer<GenerateRequest.Builder> damage;
  private final Map<String, String> expected;

  BadRequests(Consumer<GenerateRequest.Builder> damage, Map<String, String> expected) {
    this.damage = damage;
    this.expected = expected;
  }

  GenerateRequest request() {
    GenerateRequest.Builder request = Client.quick("a cat");
    damage.accept(request);
    return request.build();
  }

  Code code() {
    return Code.INVALID_ARGUMENT;
  }

  Map<String, String> expected() {
    return expected;
  }
}
