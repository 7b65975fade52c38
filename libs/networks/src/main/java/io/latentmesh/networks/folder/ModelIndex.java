package io.latentmesh.networks.folder;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code model_index.json}: the pipeline's class and which class each component is.
 *
 * @param pipeline for example StableDiffusionPipeline
 * @param components class name by component; those the model leaves out (null) are not listed
 */
public record ModelIndex(String pipeline, Map<String, String> components) {
  /** The file's name in a model folder. */
  public static final String FILE = "model_index.json";

  private static final Set<String> PIPELINES =
      Set.of("StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline");
  private static final Map<String, Set<String>> COMPONENTS =
      Map.of(
          "text_encoder", Set.of("CLIPTextModel"),
          "tokenizer", Set.of("CLIPTokenizer", "CLIPTokenizerFast"),
          "unet", Set.of("UNet2DConditionModel"),
          "vae", Set.of("AutoencoderKL"));

  public ModelIndex {
    components = Map.copyOf(components);
  }

  /**
   * Reads the index of a model folder without judging it.
   *
   * @throws ModelFolderException if it is missing or not an index
   */
  public static ModelIndex read(Path folder) {
    ConfigFile config = ConfigFile.read(folder.resolve(FILE));
    Map<String, String> components = new LinkedHashMap<>();
    for (String key : config.keys()) {
      if (config.value(key) instanceof List<?> pair
          && pair.size() == 2
          && pair.getLast() instanceof String name) {
        components.put(key, name);
      }
    }
    if (!config.has("_class_name")) {
      throw config.unsupported("_class_name", "a text");
    }
    return new ModelIndex(config.text("_class_name", ""), components);
  }

  /** Whether the pipeline's class is one that is built here. */
  public boolean isSupported() {
    return PIPELINES.contains(pipeline);
  }

  /**
   * Refuses a pipeline or a component of another class than those built here.
   *
   * @throws ModelFolderException if there is one
   */
  public void requireSupported(Path folder) {
    Path file = folder.resolve(FILE);
    if (!isSupported()) {
      throw unsupported(file, "_class_name", PIPELINES, pipeline);
    }
    for (String component : List.of("text_encoder", "tokenizer", "unet", "vae")) {
      Set<String> classes = COMPONENTS.getOrDefault(component, Set.of());
      String found = components.getOrDefault(component, "missing");
      if (!classes.contains(found)) {
        throw unsupported(file, component, classes, found);
      }
    }
    if (!components.containsKey("scheduler")) {
      throw new ModelFolderException(file, "scheduler: must be a scheduler's class, was missing");
    }
  }

  private static ModelFolderException unsupported(
      Path file, String key, Set<String> supported, String found) {
    return new ModelFolderException(
        file, key + ": must be one of " + supported.stream().sorted().toList() + ", was " + found);
  }
}
