package io.latentmesh.networks.checkpoint;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a diffusers folder says outside its networks.
 *
 * @param pipeline class of the pipeline
 * @param schedulerConfigJson {@code scheduler/scheduler_config.json}
 * @param modelIndexJson {@code model_index.json}
 */
record ModelTexts(String pipeline, String schedulerConfigJson, String modelIndexJson) {
  private static final String CLASS = "_class_name";

  /** As the configs of a folder have it. */
  static ModelTexts of(ConfigFolder folder, String schedulerConfigJson) {
    Path index = folder.index();
    String json = ConfigFolder.text(index);
    String pipeline =
        TopLevel.text(index, json, CLASS)
            .orElseThrow(
                () -> new CheckpointException(index, CLASS + ": must be a text, was missing"));
    return new ModelTexts(pipeline, schedulerConfigJson, json);
  }

  /** As the family usually has it. */
  static ModelTexts of(
      SchedulerConfigs.Kind kind, PredictionType prediction, List<CheckpointComponent> components) {
    Map<String, Object> scheduler = SchedulerConfigs.of(kind, prediction);
    Map<String, Object> index = new LinkedHashMap<>();
    index.put(CLASS, pipeline(kind));
    components.forEach(component -> putComponent(index, component));
    index.put("scheduler", List.of("diffusers", String.valueOf(scheduler.get(CLASS))));
    switch (kind.family()) {
      case SD1, SD2 -> index.put("requires_safety_checker", false);
      case SDXL -> index.put("force_zeros_for_empty_prompt", true);
      case SDXL_REFINER -> {
        index.put("force_zeros_for_empty_prompt", false);
        index.put("requires_aesthetics_score", true);
      }
    }
    return new ModelTexts(pipeline(kind), Json.of(scheduler), Json.of(index));
  }

  private static void putComponent(Map<String, Object> index, CheckpointComponent component) {
    String name = component.name();
    if (!name.startsWith("text_encoder")) {
      index.put(name, List.of("diffusers", component.architecture()));
      return;
    }
    index.put(name, List.of("transformers", component.architecture()));
    index.put(name.replace("text_encoder", "tokenizer"), List.of("transformers", "CLIPTokenizer"));
  }

  private static String pipeline(SchedulerConfigs.Kind kind) {
    if (kind.consistencyModel()) {
      return "LatentConsistencyModelPipeline";
    }
    String family =
        switch (kind.family()) {
          case SD1, SD2 -> "StableDiffusion";
          case SDXL, SDXL_REFINER -> "StableDiffusionXL";
        };
    String task =
        switch ((int) kind.inChannels()) {
          case 9 -> "Inpaint";
          case 8 -> "InstructPix2Pix";
          case 5 -> "Depth2Img";
          default -> kind.family() == CheckpointFamily.SDXL_REFINER ? "Img2Img" : "";
        };
    return family + task + "Pipeline";
  }
}
