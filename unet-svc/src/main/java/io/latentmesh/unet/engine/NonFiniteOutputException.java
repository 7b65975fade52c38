package io.latentmesh.unet.engine;

/** The model answered a row with NaN or infinity. */
public final class NonFiniteOutputException extends RuntimeException {
  public NonFiniteOutputException(String message) {
    super(message);
  }
}
