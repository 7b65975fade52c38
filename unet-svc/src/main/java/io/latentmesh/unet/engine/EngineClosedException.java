package io.latentmesh.unet.engine;

/** The engine ended before the row could run. */
public final class EngineClosedException extends RuntimeException {
  public EngineClosedException() {
    super("the step engine is closed");
  }
}
