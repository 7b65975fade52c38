package io.latentmesh.cli;

import io.latentmesh.v1.GenerateRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether pictures are also shown while they are drawn. */
final class PreviewOptions {
  @Option(
      names = "--preview-every",
      paramLabel = "N",
      description = "Also write a preview after every N evaluations: FILE-stepK.png.")
  @Nullable Integer every;

  @Option(
      names = "--preview-dir",
      paramLabel = "DIR",
      description = "Where previews go (default: beside the picture).")
  @Nullable Path folder;

  void applyTo(GenerateRequest.Builder request) {
    if (every != null) {
      request.setPreviewEvery(every);
    } else if (folder != null) {
      throw new IllegalArgumentException("--preview-dir: needs --preview-every N");
    }
  }
}
