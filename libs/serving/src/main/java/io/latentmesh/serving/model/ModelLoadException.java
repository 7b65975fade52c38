package io.latentmesh.serving.model;

/** The model of a process could not be loaded; the cause says why. */
public final class ModelLoadException extends RuntimeException {
  ModelLoadException(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
