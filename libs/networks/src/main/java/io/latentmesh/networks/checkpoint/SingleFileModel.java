package io.latentmesh.networks.checkpoint;

import io.latentmesh.networks.safetensors.SafetensorsException;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A single-file checkpoint as the components of a diffusers folder. Opening reads the header only:
 * every tensor of the components is a range of the file under the reference's name. Immutable;
 * holds no files open.
 */
public final class SingleFileModel {
  private static final List<String> PICKLES = List.of(".ckpt", ".bin", ".pt", ".pth");

  private final Path file;
  private final Description description;

  /** What was found. */
  record Description(
      CheckpointFamily family,
      PredictionType predictionType,
      List<CheckpointComponent> components,
      ModelTexts texts,
      Optional<Path> configFolder,
      List<String> warnings) {
    Description {
      components = List.copyOf(components);
      warnings = List.copyOf(warnings);
    }
  }

  private SingleFileModel(Path file, Description description) {
    this.file = file;
    this.description = description;
  }

  /**
   * Opens a checkpoint.
   *
   * @throws CheckpointException if it is of no known family, or its parts contradict each other
   * @throws SafetensorsException if the file is malformed; says so if it is a pickle
   */
  public static SingleFileModel open(Path file, SingleFileOptions options) {
    Path absolute = file.toAbsolutePath().normalize();
    try (SafetensorsFile tensors = SafetensorsFile.open(absolute)) {
      NamedTensors named = new NamedTensors(absolute, "", tensors.tensors().slices());
      return new SingleFileModel(
          absolute, CheckpointReader.read(named, tensors.metadata(), options));
    } catch (SafetensorsException e) {
      throw isCalledPickle(absolute) ? pickle(absolute, e) : e;
    }
  }

  private static boolean isCalledPickle(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return PICKLES.stream().anyMatch(name::endsWith);
  }

  private static CheckpointException pickle(Path file, SafetensorsException cause) {
    return new CheckpointException(
        file,
        "must be safetensors, is called a pickle and none of it was loaded: a pickle can run code;"
            + " convert it to safetensors ("
            + cause.getMessage()
            + ")",
        cause);
  }

  /** The file, absolute; links are not resolved. */
  public Path file() {
    return file;
  }

  /** What requests call the model: the file's name without its ending. */
  public String name() {
    return ConfigFolder.stem(file);
  }

  /** Which kind of model it is. */
  public CheckpointFamily family() {
    return description.family();
  }

  /** What its denoiser predicts. */
  public PredictionType predictionType() {
    return description.predictionType();
  }

  /** Those that the file has: text encoders, unet, vae, in this order. */
  public List<CheckpointComponent> components() {
    return description.components();
  }

  /** One of them, by the name of its folder. */
  public Optional<CheckpointComponent> component(String name) {
    return components().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * What the tokenizer of one of its text encoders fills a short prompt with; the file has none.
   *
   * @param component a text encoder of the family
   */
  public String padToken(String component) {
    return family().textEncoders().stream()
        .filter(part -> part.component().equals(component))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no text encoder is called " + component))
        .padToken();
  }

  /** The diffusers folder whose configs describe it, if there is one. */
  public Optional<Path> configFolder() {
    return description.configFolder();
  }

  /** What {@code model_index.json} would say. */
  public String modelIndexJson() {
    return description.texts().modelIndexJson();
  }

  /** What {@code scheduler_config.json} says, or would say. */
  public String schedulerConfigJson() {
    return description.texts().schedulerConfigJson();
  }

  /** Class of the scheduler in diffusers; "unknown" if a config beside the file does not say. */
  public String scheduler() {
    return TopLevel.text(file, schedulerConfigJson(), "_class_name").orElse("unknown");
  }

  /** Class of the pipeline in diffusers. */
  public String pipeline() {
    return description.texts().pipeline();
  }

  /** What had to be assumed, what is missing, and what is not used; for the owner to read. */
  public List<String> warnings() {
    return description.warnings();
  }
}
