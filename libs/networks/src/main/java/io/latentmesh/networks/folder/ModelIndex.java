package io.latentmesh.networks.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code model_index.json}: the pipeline's class and which class each component is.
 *
 * @param pipeline for example StableDiffusionPipeline
 * @param components class name by component; those the model leaves out (null) are not listed
 * @param zeroesMissingNegative whether no negative prompt at all means zeros for conditioning, not
 *     an empty text's states ({@code force_zeros_for_empty_prompt}; SDXL's pipelines only)
 */
public record ModelIndex(
    String pipeline, Map<String, String> components, boolean zeroesMissingNegative) {
  /** The file's name in a model folder. */
  public static final String FILE = "model_index.json";

  private static final Set<String> TWO_ENCODER_PIPELINES =
      Set.of(
          "StableDiffusionXLPipeline",
          "StableDiffusionXLImg2ImgPipeline",
          "StableDiffusionXLInpaintPipeline");
  private static final Set<String> ONE_ENCODER_PIPELINES =
      Set.of(
          "StableDiffusionPipeline",
          "StableDiffusionImg2ImgPipeline",
          "StableDiffusionInpaintPipeline",
          "StableDiffusionDepth2ImgPipeline",
          "LatentConsistencyModelPipeline",
          "LatentConsistencyModelImg2ImgPipeline");
  private static final Set<String> TOKENIZERS = Set.of("CLIPTokenizer", "CLIPTokenizerFast");

  public ModelIndex {
    components = Map.copyOf(components);
  }

  /**
   * Reads the index of a model folder without judging it.
   *
   * @throws ModelFolderException if it is missing or not an index
   */
  public static ModelIndex read(Path folder) {
    return read(ConfigFile.read(folder.resolve(FILE)));
  }

  /**
   * Reads an index that is no file of its own, without judging it.
   *
   * @param origin what errors name
   * @throws ModelFolderException if it is not an index
   */
  public static ModelIndex parse(Path origin, String json) {
    return read(ConfigFile.parse(origin, json));
  }

  private static ModelIndex read(ConfigFile config) {
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
    String pipeline = config.text("_class_name", "");
    boolean two = TWO_ENCODER_PIPELINES.contains(pipeline.replaceFirst("^(ORT|Onnx)", ""));
    return new ModelIndex(
        pipeline, components, two && config.flag("force_zeros_for_empty_prompt", true));
  }

  /** Whether the pipeline's class is one that is built here. */
  public boolean isSupported() {
    return pipelines().contains(pipeline);
  }

  /** The text encoders that the model has; SDXL's refiner has the second only. */
  public List<TextSlot> textSlots() {
    return Arrays.stream(TextSlot.values())
        .filter(slot -> takes(slot) && components.containsKey(slot.encoder()))
        .toList();
  }

  /**
   * Refuses a pipeline or a component of another class than those built here.
   *
   * @throws ModelFolderException if there is one
   */
  public void requireSupported(Path folder) {
    Path file = folder.resolve(FILE);
    if (!isSupported()) {
      throw unsupported(file, "_class_name", pipelines(), pipeline);
    }
    for (TextSlot slot : TextSlot.values()) {
      if (requires(slot) || textSlots().contains(slot)) {
        requireClass(file, slot.encoder(), Set.of(slot.architecture().className()));
        requireClass(file, slot.tokenizer(), TOKENIZERS);
      }
    }
    requireClass(file, "unet", Set.of("UNet2DConditionModel"));
    requireClass(file, "vae", Set.of("AutoencoderKL"));
    if (!components.containsKey("scheduler")) {
      throw new ModelFolderException(file, "scheduler: must be a scheduler's class, was missing");
    }
  }

  private boolean requires(TextSlot slot) {
    boolean two = TWO_ENCODER_PIPELINES.contains(pipeline);
    return slot == (two ? TextSlot.SECOND : TextSlot.FIRST);
  }

  /** What stands in the second place is nothing that a pipeline with one encoder would look at. */
  private boolean takes(TextSlot slot) {
    return slot == TextSlot.FIRST || TWO_ENCODER_PIPELINES.contains(pipeline);
  }

  private void requireClass(Path file, String component, Set<String> classes) {
    String found = components.getOrDefault(component, "missing");
    if (!classes.contains(found)) {
      throw unsupported(file, component, classes, found);
    }
  }

  private static List<String> pipelines() {
    List<String> pipelines = new ArrayList<>(ONE_ENCODER_PIPELINES);
    pipelines.addAll(TWO_ENCODER_PIPELINES);
    return pipelines;
  }

  private static ModelFolderException unsupported(
      Path file, String key, Collection<String> supported, String found) {
    return new ModelFolderException(
        file, key + ": must be one of " + supported.stream().sorted().toList() + ", was " + found);
  }
}
