package io.latentmesh.networks.inspect;

import io.latentmesh.networks.checkpoint.SingleFileOptions;
import io.latentmesh.networks.model.TextToImageModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a model folder, an export or a single-file checkpoint holds and every problem found in it.
 *
 * @param root the folder or file, absolute
 * @param name what requests would call it
 * @param pipeline the pipeline's class; "unknown" if there is no readable index
 * @param scheduler the scheduler's class; "unknown" likewise
 * @param predictionType epsilon or v_prediction; "unknown" likewise
 * @param components the text encoders, unet and vae, in this order
 * @param warnings what had to be assumed or is not used; the model is usable
 * @param problems each names its file, and the key or tensor; empty for a usable model
 */
public record ModelReport(
    Path root,
    String name,
    ModelFamily family,
    String pipeline,
    String scheduler,
    String predictionType,
    List<ComponentReport> components,
    List<String> warnings,
    List<String> problems) {

  public ModelReport {
    components = List.copyOf(components);
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
  }

  /**
   * Inspects a folder or a file. Reads every weight file once, to hash it: seconds for gigabytes.
   * Never throws for what it finds there.
   */
  public static ModelReport of(Path model) {
    return of(model, SingleFileOptions.none());
  }

  /** The same, with what the owner knows of a single file; of no use for a folder. */
  public static ModelReport of(Path model, SingleFileOptions options) {
    Path absolute = model.toAbsolutePath().normalize();
    if (Files.isRegularFile(absolute)) {
      return new CheckpointInspection(absolute, options).report();
    }
    return TextToImageModel.isExport(absolute)
        ? new ExportInspection(absolute).report()
        : new FolderInspection(absolute).report();
  }

  /** For a terminal: several lines, the last without a line end. */
  public String toText() {
    return ReportText.of(this);
  }

  /** For a script: one JSON object, with the names of this record in snake case. */
  public String toJson() {
    return ReportJson.of(this);
  }
}
