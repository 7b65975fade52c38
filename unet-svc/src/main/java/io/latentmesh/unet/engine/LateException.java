package io.latentmesh.unet.engine;

/** A row's deadline passed before a forward took it. */
public final class LateException extends RuntimeException {
  public LateException(String message) {
    super(message);
  }
}
