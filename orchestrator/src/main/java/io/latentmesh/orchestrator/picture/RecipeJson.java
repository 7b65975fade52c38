package io.latentmesh.orchestrator.picture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latentmesh.orchestrator.plan.SamplingRequest;
import io.latentmesh.orchestrator.prompt.PromptLanguage;
import io.latentmesh.orchestrator.prompt.PromptSyntax;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.stage.ComponentIdentity;
import java.util.List;

/**
 * Everything needed to draw one picture again, as JSON. Fields keep their order and nothing in it
 * depends on when or where: the same request gives the same text.
 */
final class RecipeJson {
  /** Grows by one when a field changes its meaning or goes away. */
  static final int FORMAT = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private RecipeJson() {}

  static String of(GenerationPlan plan, long seed) {
    ObjectNode recipe = JSON.createObjectNode();
    recipe.put("format", FORMAT);
    recipe.put("latentmesh", Version.current());
    recipe.set("model", model(plan));
    recipe.put("prompt", plan.text().prompt());
    recipe.put("negative_prompt", plan.zeroesNegative() ? null : plan.text().negativePrompt());
    recipe.put("clip_skip", plan.text().clipSkip());
    language(plan.text().prompts().language(), recipe);
    recipe.put("width", plan.width());
    recipe.put("height", plan.height());
    // A seed is unsigned; JSON's readers are not: those of JavaScript lose digits above 2^53.
    recipe.put("seed", Long.toUnsignedString(seed));
    recipe.put("guidance_scale", plan.guidance().scale());
    recipe.setAll(GuidanceJson.of(plan.guidance().options()));
    recipe.set("sampling", sampling(plan));
    RecipeCourse.write(plan.course().asked(), recipe);
    return recipe.toString();
  }

  /** {@code text} as a JSON string. */
  static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  private static void language(PromptLanguage language, ObjectNode recipe) {
    if (language.syntax() != PromptSyntax.PLAIN) {
      recipe.put("prompt_syntax", language.syntax().label());
    }
    if (language.syntax() == PromptSyntax.A1111) {
      recipe.put("emphasis", language.emphasis().label());
    }
    if (language.syntax() == PromptSyntax.COMPEL) {
      recipe.put("downweight", language.downweight().label());
    }
  }

  private static ObjectNode model(GenerationPlan plan) {
    ObjectNode model = JSON.createObjectNode();
    model.put("name", plan.model().name());
    ArrayNode components = model.putArray("components");
    for (ComponentIdentity component : plan.model().components()) {
      components
          .addObject()
          .put("architecture", component.architecture())
          .put("sha256", component.sha256())
          .put("provider", component.provider());
    }
    return model;
  }

  private static ObjectNode sampling(GenerationPlan plan) {
    ObjectNode sampling = JSON.createObjectNode();
    sampling.put("sampler", plan.sampling().sampler());
    sampling.put("schedule", plan.sampling().schedule());
    sampling.put("steps", plan.steps());
    sampling.put("eta", plan.eta());
    sampling.set("request", request(plan.sampling().request()));
    sampling.put("prediction_type", plan.sampling().predictionType().configName());
    sampling.set("timesteps", numbers(plan.sampling().timesteps()));
    sampling.set("sigmas", numbers(plan.sampling().sigmas()));
    sampling.set("scheduler_config", parsed(plan.schedulerConfigJson()));
    sampling.setAll(SamplingDetailsJson.of(plan.details()));
    return sampling;
  }

  /**
   * What was asked for by name: the rest is the configuration's, and would not be the same named.
   */
  private static ObjectNode request(SamplingRequest request) {
    ObjectNode asked = JSON.createObjectNode();
    request.sampler().ifPresent(name -> asked.put("sampler", name));
    request.schedule().ifPresent(name -> asked.put("schedule", name));
    request.options().eta().ifPresent(eta -> asked.put("eta", eta));
    return asked;
  }

  private static ArrayNode numbers(List<Double> values) {
    ArrayNode numbers = JSON.createArrayNode();
    values.forEach(numbers::add);
    return numbers;
  }

  private static JsonNode parsed(String schedulerConfigJson) {
    try {
      return JSON.readTree(schedulerConfigJson);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan was made from an unreadable scheduler_config", e);
    }
  }
}
