package io.latentmesh.bench;

import java.util.List;

/** The reading of {@link MeshTax}, for people and as a file. */
public final class MeshTaxResult {
  private final int rounds;
  private final int evaluations;
  private final Sample direct;
  private final Sample standalone;
  private final Sample processes;
  private final long bytesPerImage;

  MeshTaxResult(
      int rounds,
      int evaluations,
      Sample direct,
      Sample standalone,
      Sample processes,
      long bytesPerImage) {
    this.rounds = rounds;
    this.evaluations = evaluations;
    this.direct = direct;
    this.standalone = standalone;
    this.processes = processes;
    this.bytesPerImage = bytesPerImage;
  }

  public Report report() {
    return new Report("Mesh tax", text(), List.of());
  }

  private String text() {
    return """
    The demo model, 20 guided steps (%d evaluations of two rows) per image, %d images through each contender, interleaved.

    | contender | denoising, ms per image: median (min to max) | us per step | against plain calls |
    |---|---|---|---|
    %s%s%s
    Tensors and framing to and from the denoiser: %d bytes per image, %d per step.
    """
        .formatted(
            evaluations,
            rounds,
            row("plain method calls, no gRPC", direct),
            row("four services in one process, loopback gRPC", standalone),
            row("four processes, loopback gRPC", processes),
            bytesPerImage,
            bytesPerImage / evaluations);
  }

  private String row(String name, Sample sample) {
    double perStep = sample.median() / evaluations * 1e6;
    double tax = perStep - direct.median() / evaluations * 1e6;
    return "| %s | %.1f (%.1f to %.1f) | %.0f | %+.0f us per step, %.3f times |%n"
        .formatted(
            name,
            sample.median() * 1e3,
            sample.minimum() * 1e3,
            sample.maximum() * 1e3,
            perStep,
            tax,
            sample.median() / direct.median());
  }
}
