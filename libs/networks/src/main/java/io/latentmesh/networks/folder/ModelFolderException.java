package io.latentmesh.networks.folder;

import java.nio.file.Path;

/**
 * A model folder that cannot be used as it is. The message names the file, the key, what is
 * supported and what was found.
 */
public final class ModelFolderException extends RuntimeException {
  private final transient Path file;

  public ModelFolderException(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file;
  }

  public ModelFolderException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file;
  }

  /** The file or folder in question. */
  public Path file() {
    return file;
  }
}
