package io.latentmesh.networks.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a model folder that belong to no network. */
public final class ModelFiles {
  private ModelFiles() {}

  /**
   * The folder of a CLIP tokenizer, which must hold {@code vocab.json} and {@code merges.txt}, or
   * {@code tokenizer.json}, as transformers 5 saves it.
   *
   * @throws ModelFolderException if one of them is missing
   */
  public static Path tokenizer(Path root, TextSlot slot) {
    Path tokenizer = root.resolve(slot.tokenizer());
    if (Files.isRegularFile(tokenizer.resolve("tokenizer.json"))) {
      return tokenizer;
    }
    for (String name : List.of("vocab.json", "merges.txt")) {
      if (!Files.isRegularFile(tokenizer.resolve(name))) {
        throw new ModelFolderException(tokenizer.resolve(name), "must be a file, was missing");
      }
    }
    return tokenizer;
  }

  /**
   * {@code scheduler_config.json}, verbatim. That it is a JSON object is checked; what it says is
   * the sampler's to judge.
   *
   * @throws ModelFolderException if it is missing or not a JSON object
   */
  public static String schedulerConfig(Path root) {
    Path file = root.resolve("scheduler", "scheduler_config.json");
    JsonFile.read(file);
    return JsonFile.text(file);
  }

  /**
   * What {@code scheduler_config.json} says that the denoiser predicts: {@code epsilon}, as all
   * schedulers take it, if it says nothing.
   *
   * @throws ModelFolderException if the file is missing or not a JSON object, or the key no text
   */
  public static String predictionType(Path root) {
    Path file = root.resolve("scheduler", "scheduler_config.json");
    return ConfigFile.read(file).text("prediction_type", "epsilon");
  }
}
