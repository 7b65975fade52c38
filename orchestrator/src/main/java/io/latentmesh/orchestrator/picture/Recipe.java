package io.latentmesh.orchestrator.picture;

import io.latentmesh.orchestrator.model.Model;
import io.latentmesh.orchestrator.prompt.Downweight;
import io.latentmesh.orchestrator.prompt.Emphasis;
import io.latentmesh.orchestrator.prompt.PromptLanguage;
import io.latentmesh.orchestrator.prompt.PromptSyntax;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.orchestrator.request.SamplingDetails;
import io.latentmesh.orchestrator.stage.ComponentIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A recipe of {@link RecipeJson}, read again. */
public final class Recipe {
  private static final int MAX_CHARACTERS = 256 << 10;
  private static final int SHOWN_DIGITS = 10;

  private final RecipeNode json;

  private Recipe(RecipeNode json) {
    this.json = json;
  }

  /**
   * Reads a recipe.
   *
   * @throws RecipeException if it is none, or one of a later format
   */
  public static Recipe parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new RecipeException(
          "recipe_json",
          "must be at most %d characters, was %d".formatted(MAX_CHARACTERS, text.length()));
    }
    RecipeNode json = RecipeNode.parse(text);
    OptionalInt format = json.integer("format");
    if (format.isEmpty() || format.getAsInt() < 1 || format.getAsInt() > RecipeJson.FORMAT) {
      throw new RecipeException(
          "recipe_json",
          "format must be from 1 to %d, was %s"
              .formatted(
                  RecipeJson.FORMAT,
                  format.isPresent() ? Integer.toString(format.getAsInt()) : "absent"));
    }
    return new Recipe(json);
  }

  /**
   * The request for the same picture; what {@code asked} says takes the place of what is here.
   *
   * @throws RecipeException if a field is of another kind, or a file is another than it was
   */
  public GenerationRequest completed(GenerationRequest asked) {
    return new GenerationRequest(
        asked.model().or(() -> json.object("model").text("name")),
        text(asked.text()),
        size(asked.size()),
        sampling(asked.sampling()),
        seeds(asked.seeds()),
        asked.extras(),
        asked.terms(),
        asked.requestId(),
        new RecipeCourse(json).completed(asked.course()),
        asked.recipeJson());
  }

  /** One sentence for each component of the model that is another now. */
  public List<String> notes(Model model) {
    List<ComponentIdentity> now = model.components();
    List<String> notes = new ArrayList<>();
    for (ComponentIdentity component : now) {
      if (!json.object("model")
          .json()
          .path("components")
          .findValuesAsText("sha256")
          .contains(component.sha256())) {
        notes.add(
            "recipe_json: was drawn by another %s than the one of model %s (SHA-256 %s...)"
                .formatted(
                    component.architecture(),
                    model.name(),
                    component.sha256().substring(0, SHOWN_DIGITS)));
      }
    }
    return notes;
  }

  private GenerationRequest.Text text(GenerationRequest.Text asked) {
    String prompt = asked.prompt().isEmpty() ? json.text("prompt").orElse("") : asked.prompt();
    return new GenerationRequest.Text(
        prompt,
        asked.negativePrompt().or(() -> json.text("negative_prompt")),
        or(asked.clipSkip(), json.integer("clip_skip")),
        asked.language().equals(PromptLanguage.PLAIN) ? language() : asked.language());
  }

  private PromptLanguage language() {
    var syntax = json.choice("prompt_syntax", PromptSyntax.values(), PromptSyntax::label);
    return new PromptLanguage(
        syntax, json.choice("emphasis", Emphasis.values(), Emphasis::label), downweight(syntax));
  }

  /** Pictures whose recipe says nothing of it were drawn when words could only be left out. */
  private Downweight downweight(PromptSyntax syntax) {
    return syntax == PromptSyntax.COMPEL && !json.has("downweight")
        ? Downweight.REMOVE
        : json.choice("downweight", Downweight.values(), Downweight::label);
  }

  private GenerationRequest.Size size(GenerationRequest.Size asked) {
    return new GenerationRequest.Size(
        or(asked.width(), json.integer("width")), or(asked.height(), json.integer("height")));
  }

  private GenerationRequest.Sampling sampling(GenerationRequest.Sampling asked) {
    RecipeNode sampling = json.object("sampling");
    RecipeNode request = sampling.has("request") ? sampling.object("request") : sampling;
    boolean otherConfig = asked.schedulerConfigJson().isPresent();
    boolean otherSampler = otherConfig || asked.sampler().isPresent();
    SamplingDetails details = SamplingDetailsJson.completed(asked.details(), sampling);
    return new GenerationRequest.Sampling(
        details.hasLevels() ? asked.steps() : or(asked.steps(), sampling.integer("steps")),
        asked.guidanceScale().isPresent() ? asked.guidanceScale() : json.number("guidance_scale"),
        asked.sampler().or(() -> otherConfig ? Optional.empty() : request.text("sampler")),
        asked.schedule().or(() -> otherSampler ? Optional.empty() : request.text("schedule")),
        asked
            .schedulerConfigJson()
            .or(() -> Optional.of(sampling.object("scheduler_config").json().toString())),
        asked.eta().isPresent() ? asked.eta() : request.number("eta"),
        details,
        GuidanceJson.completed(asked.guidance(), json));
  }

  private GenerationRequest.Seeds seeds(GenerationRequest.Seeds asked) {
    if (!asked.list().isEmpty() || asked.first().isPresent()) {
      return asked;
    }
    return new GenerationRequest.Seeds(List.of(), json.unsigned("seed"), asked.count());
  }

  private static OptionalInt or(OptionalInt asked, OptionalInt recipe) {
    return asked.isPresent() ? asked : recipe;
  }
}
