package io.latentmesh.unet.engine;

import java.util.List;

/** The network, as the engine sees it. Called by one thread at a time. */
@FunctionalInterface
public interface BatchDenoiser {
  /**
   * Runs one forward.
   *
   * @param rows at least one, all of one {@link Row.Kind}
   * @return one new array [C, H, W] per row, in order
   */
  List<float[]> denoise(List<Row> rows);
}
