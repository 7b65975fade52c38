package io.latentmesh.serving.files;

/** A file that cannot be read or used; the message names it and says why. */
public final class UnusableFileException extends Exception {
  public UnusableFileException(String message) {
    super(message);
  }

  public UnusableFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
