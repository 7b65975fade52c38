package io.latentmesh.orchestrator.request;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status.Code;
import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.stage.ModelDefaults;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GenerationPlannerTest {
  private static final GenerationRequest NOTHING_BUT_A_PROMPT =
      with(
          Requests.sampling(s ->
              new GenerationRequest.Sampling(
                  OptionalInt.empty(),
                  OptionalDouble.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  OptionalDouble.empty())),
          Requests.seeds(
              new GenerationRequest.Seeds(List.of(), OptionalLong.empty(), OptionalInt.empty())));
  private static final ModelDefaults RECOMMENDED =
      new ModelDefaults(
          OptionalInt.of(9),
          OptionalDouble.of(3.5),
          OptionalInt.of(24),
          OptionalInt.of(32),
          Optional.of("euler"),
          Optional.of("karras"));

  private final FakeMesh mesh = new FakeMesh();

  @Test
  void sizeNotGiven_modelSaysNothing_isWhatItWasTrainedAt() {
    GenerationPlan plan = mesh.plan(NOTHING_BUT_A_PROMPT);
    assertThat(List.of(plan.width(), plan.height())).containsExactly(16, 16);
  }

  @Test
  void stepsAndGuidanceNotGiven_modelSaysNothing_areThoseOfDiffusers() {
    GenerationPlan plan = mesh.plan(NOTHING_BUT_A_PROMPT);
    assertThat(plan.steps()).isEqualTo(50);
    assertThat(plan.guidance().scale()).isEqualTo(7.5);
  }

  @Test
  void samplerNotGiven_modelSaysNothing_isThatOfTheSchedulerConfig() {
    assertThat(mesh.plan(NOTHING_BUT_A_PROMPT).sampling().sampler()).isEqualTo("pndm");
  }

  @Test
  void nothingGiven_modelRecommends_isTheRecommendation() {
    mesh.denoiser.defaults(RECOMMENDED);
    GenerationPlan plan = mesh.plan(NOTHING_BUT_A_PROMPT);
    assertThat(List.of(plan.steps(), plan.width(), plan.height())).containsExactly(9, 24, 32);
    assertThat(plan.guidance().scale()).isEqualTo(3.5);
    assertThat(plan.sampling().sampler()).isEqualTo("euler");
    assertThat(plan.sampling().schedule()).isEqualTo("karras");
  }

  @Test
  void stepsGiven_modelRecommends_isTheRequests() {
    mesh.denoiser.defaults(RECOMMENDED);
    assertThat(mesh.plan(with(Requests.steps(4))).steps()).isEqualTo(4);
  }

  @Test
  void samplerGivenAlone_modelRecommendsSchedule_leavesTheScheduleOut() {
    mesh.denoiser.defaults(RECOMMENDED);
    assertThat(mesh.plan(with(Requests.sampler("ddim"))).sampling().schedule())
        .isNotEqualTo("karras");
  }

  @Test
  void schedulerConfigGiven_modelRecommendsSampler_isTheConfigs() {
    mesh.denoiser.defaults(RECOMMENDED);
    String config = "{\"_class_name\": \"DDIMScheduler\"}";
    assertThat(mesh.plan(with(Requests.schedulerConfig(config))).sampling().sampler())
        .isEqualTo("ddim");
  }

  @Test
  void seedNotGiven_isDrawnAndReported() {
    assertThat(mesh.plan(NOTHING_BUT_A_PROMPT).seeds()).containsExactly(FakeMesh.DRAWN_SEED);
  }

  @Test
  void seedWithCount_countsUpUnsigned() {
    assertThat(mesh.plan(with(Requests.count(-1, 3))).seeds()).containsExactly(-1L, 0L, 1L);
  }

  @Test
  void seedsGiven_areTaken() {
    var seeds =
        new GenerationRequest.Seeds(List.of(5L, 3L), OptionalLong.empty(), OptionalInt.empty());
    assertThat(mesh.plan(with(Requests.seeds(seeds))).seeds()).containsExactly(5L, 3L);
  }

  @Test
  void model_unknown_isNotFoundAndListsTheKnown() {
    var refusal =
        catchThrowableOfType(
            ServiceException.class, () -> mesh.plan(with(Requests.model("other"))));
    assertThat(refusal.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(refusal).hasMessage("model: no model \"other\"; there is: fake");
  }

  @Test
  void model_namedAsItIs_isFound() {
    assertThat(mesh.plan(with(Requests.model("fake"))).model().name()).isEqualTo("fake");
  }

  @Test
  void stage_notAnswering_isItsOwnError() {
    var down = ServiceException.of(Code.UNAVAILABLE, "UNAVAILABLE", "vae: connection refused");
    mesh.vae.onCall(() -> {
      throw down;
    });
    assertThatThrownBy(() -> mesh.plan(Requests.simple())).isSameAs(down);
  }

  @Test
  void size_whoseLatentsCannotBeCounted_isRefusedByField() {
    var refusal =
        catchThrowableOfType(
            ServiceException.class,
            () -> mesh.plan(with(Requests.size(Integer.MAX_VALUE, Integer.MAX_VALUE))));
    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.violations()).extracting(FieldViolation::field).contains("width", "height");
  }

  @Test
  void guidance_ofOne_isOneRowPerEvaluation() {
    assertThat(mesh.plan(with(Requests.guidanceScale(1))).rowsPerEvaluation()).isEqualTo(1);
  }
}
