package io.latentmesh.orchestrator.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.prompt.Downweight;
import io.latentmesh.orchestrator.prompt.PromptLanguage;
import io.latentmesh.orchestrator.prompt.PromptSyntax;
import io.latentmesh.orchestrator.request.Requests;
import org.junit.jupiter.api.Test;

class RecipeTest {
  @Test
  void completed_compelRecipeOfBeforeThereWasAChoice_leavesWordsOut() {
    assertThat(language("\"prompt_syntax\": \"compel\""))
        .returns(PromptSyntax.COMPEL, PromptLanguage::syntax)
        .returns(Downweight.REMOVE, PromptLanguage::downweight);
  }

  @Test
  void completed_compelRecipe_takesItsChoice() {
    assertThat(language("\"prompt_syntax\": \"compel\", \"downweight\": \"mask\""))
        .returns(Downweight.MASK, PromptLanguage::downweight);
  }

  @Test
  void completed_recipeOfAPlainPrompt_isPlain() {
    assertThat(language("\"prompt\": \"a cat\"")).isEqualTo(PromptLanguage.PLAIN);
  }

  private static PromptLanguage language(String fields) {
    String recipe =
        "{\"format\": 1, \"sampling\": {\"scheduler_config\": {}}, \"model\": {}, %s}"
            .formatted(fields);
    return Recipe.parse(recipe).completed(Requests.simple()).text().language();
  }
}
