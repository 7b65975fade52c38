package io.latentmesh.orchestrator.picture;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.Requests;
import org.junit.jupiter.api.Test;

class RecipeJsonTest {
  private final GenerationPlan plan =
      new FakeMesh().plan(with(Requests.sampler("euler"), Requests.negativePrompt("\"blue\"")));

  @Test
  void recipe_ofTheSameRequest_isTheSameText() {
    GenerationPlan again =
        new FakeMesh().plan(with(Requests.sampler("euler"), Requests.negativePrompt("\"blue\"")));
    assertThat(RecipeJson.of(again, 7)).isEqualTo(RecipeJson.of(plan, 7));
  }

  @Test
  void recipe_namesModelByHashes() throws JsonProcessingException {
    assertThat(recipe().at("/model/components").findValuesAsText("sha256"))
        .containsExactly("a".repeat(64), "b".repeat(64), "c".repeat(64));
  }

  @Test
  void recipe_holdsEverySigma() throws JsonProcessingException {
    assertThat(recipe().at("/sampling/sigmas")).hasSize(plan.sampling().sigmas().size());
    assertThat(recipe().at("/sampling/sigmas/0").asDouble())
        .isEqualTo(plan.sampling().sigmas().getFirst());
  }

  @Test
  void recipe_holdsTheTextsVerbatim() throws JsonProcessingException {
    assertThat(recipe().path("prompt").asText()).isEqualTo("a red heart");
    assertThat(recipe().path("negative_prompt").asText()).isEqualTo("\"blue\"");
  }

  @Test
  void seed_isUnsignedText() throws JsonProcessingException {
    JsonNode recipe = JsonMapper.builder().build().readTree(RecipeJson.of(plan, -1));
    assertThat(recipe.path("seed").textValue()).isEqualTo("18446744073709551615");
  }

  @Test
  void schedulerConfig_isTheOneThatRan() throws JsonProcessingException {
    assertThat(recipe().at("/sampling/scheduler_config/beta_end").asDouble()).isEqualTo(0.012);
    assertThat(recipe().at("/sampling/prediction_type").asText()).isEqualTo("v_prediction");
  }

  private JsonNode recipe() throws JsonProcessingException {
    return JsonMapper.builder().build().readTree(RecipeJson.of(plan, 7));
  }
}
