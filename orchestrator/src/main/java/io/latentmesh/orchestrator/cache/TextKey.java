package io.latentmesh.orchestrator.cache;

import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.TextEncoder;

/**
 * Everything that an encoded text depends on.
 *
 * @param sha256 of the encoder's weights
 */
record TextKey(String model, String sha256, TextEncoder.Input text) {
  /** Of objects, map nodes and futures around the arrays, generously. */
  private static final int OVERHEAD_BYTES = 512;

  /** About what an entry takes in memory; model and hash are shared by all. */
  static int bytes(TextKey key, Conditioning value) {
    return OVERHEAD_BYTES
        + Character.BYTES * key.text.text().characters()
        + Long.BYTES * value.tokenIds().length
        + Float.BYTES * (value.hiddenStates().length + value.pooled().length);
  }
}
