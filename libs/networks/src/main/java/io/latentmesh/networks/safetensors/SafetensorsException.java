package io.latentmesh.networks.safetensors;

import java.nio.file.Path;

/**
 * A weight file that cannot be read, contradicts itself, or lacks what was asked of it. The message
 * names the file, the tensor or header field, the bound and the value.
 */
public final class SafetensorsException extends RuntimeException {
  private final transient Path file;

  SafetensorsException(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file;
  }

  SafetensorsException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file;
  }

  /** The offending file, as it was opened. */
  public Path file() {
    return file;
  }
}
