package io.latentmesh.unet.engine;

/** The row cannot run here for now: the last forwards failed, or memory does not do for it. */
public final class DeviceBrokenException extends RuntimeException {
  public DeviceBrokenException(String message, Throwable cause) {
    super(message, cause);
  }

  public DeviceBrokenException(String message) {
    super(message);
  }
}
