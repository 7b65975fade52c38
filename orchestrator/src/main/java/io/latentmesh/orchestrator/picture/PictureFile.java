package io.latentmesh.orchestrator.picture;

import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.stage.RgbImage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A picture with everything needed to draw it again.
 *
 * @param png with the text chunks {@code parameters} and {@code latentmesh}
 * @param recipeJson as in the chunk {@code latentmesh}
 */
public record PictureFile(int width, int height, Png png, String recipeJson) {

  /** Encodes one picture of {@code plan}, drawn from {@code seed}. */
  public static PictureFile of(GenerationPlan plan, long seed, RgbImage image) {
    String recipe = RecipeJson.of(plan, seed);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("parameters", ParametersText.of(plan, seed));
    texts.put("latentmesh", recipe);
    return new PictureFile(image.width(), image.height(), PngEncoder.encode(image, texts), recipe);
  }
}
