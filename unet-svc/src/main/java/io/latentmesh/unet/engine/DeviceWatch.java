package io.latentmesh.unet.engine;

/** Told on the engine's thread whether the device can be used. Must return at once, never throw. */
public interface DeviceWatch {
  /** Two forwards in a row have failed: rows are refused until {@link #works}. */
  void broken(Throwable failure);

  /** A self-test has succeeded after all. */
  void works();
}
