package io.latentmesh.networks.inspect;

import java.nio.file.Path;
import java.util.List;

/**
 * What a model folder holds and every problem found in it.
 *
 * @param root the folder, absolute
 * @param name what requests would call it
 * @param pipeline the pipeline's class; "unknown" if there is no readable index
 * @param scheduler the scheduler's class; "unknown" likewise
 * @param components the text encoders, unet and vae, in this order
 * @param problems each names its file, and the key or tensor; empty for a usable model
 */
public record ModelReport(
    Path root,
    String name,
    ModelFamily family,
    String pipeline,
    String scheduler,
    List<ComponentReport> components,
    List<String> problems) {

  public ModelReport {
    components = List.copyOf(components);
    problems = List.copyOf(problems);
  }

  /**
   * Inspects a folder. Reads every weight file once, to hash it: seconds for gigabytes. Never
   * throws for what it finds there.
   */
  public static ModelReport of(Path folder) {
    return new Inspection(folder.toAbsolutePath().normalize()).report();
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
