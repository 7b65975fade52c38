package io.latentmesh.unet.engine;

/**
 * One run of the model.
 *
 * @param startedNanos reading of the engine's clock when it began
 * @param runNanos how long it took
 * @param rows how many rows of all images it held
 * @param waiting how many rows waited for a later one when it began
 */
public record Forward(long startedNanos, long runNanos, int rows, int waiting) {
  /** Reading of the engine's clock when it ended. */
  public long endedNanos() {
    return startedNanos + runNanos;
  }
}
