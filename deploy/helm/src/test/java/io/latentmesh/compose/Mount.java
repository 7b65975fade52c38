package io.latentmesh.compose;

import java.nio.file.Path;

/**
 * A file or folder of this repository that a container sees.
 *
 * @param target its path there
 */
record Mount(Path source, String target) {
  /** From {@code ./source:/target} or {@code ./source:/target:ro}. */
  static Mount parse(String volume) {
    String[] parts = volume.split(":", -1);
    return new Mount(ComposeFile.FOLDER.resolve(parts[0]).normalize(), parts[1]);
  }
}
