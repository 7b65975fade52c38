package io.latentmesh.networks.checkpoint;

import java.nio.file.Path;

/**
 * A checkpoint that cannot be used as it is. The message names the file, the tensor or key, what is
 * supported and what was found.
 */
public final class CheckpointException extends RuntimeException {
  private final transient Path file;

  CheckpointException(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file;
  }

  CheckpointException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file;
  }

  /** The file in question. */
  public Path file() {
    return file;
  }
}
