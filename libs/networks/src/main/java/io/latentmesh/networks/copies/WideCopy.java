package io.latentmesh.networks.copies;

import io.latentmesh.networks.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** An F32 copy of narrow weights, as a safetensors file. */
record WideCopy(CopyPlan plan) {
  static final String ENDING = ".safetensors";

  String name() {
    return plan.key() + ENDING;
  }

  long byteCount() {
    return plan.byteCount();
  }

  /**
   * Whether a file is this copy: not one of something else, and not one that changed.
   *
   * @throws io.latentmesh.networks.safetensors.SafetensorsException if it is no safetensors file
   */
  boolean isSound(Path found) throws IOException {
    Map<String, String> metadata;
    try (SafetensorsFile file = SafetensorsFile.open(found)) {
      metadata = file.metadata();
      if (!file.entries().equals(plan.entries())) {
        return false;
      }
    }
    return plan.key().equals(metadata.get(CopyPlan.KEY))
        && Checksum.ofFile(found, plan.dataBegin()).equals(metadata.get(CopyPlan.CHECKSUM));
  }

  /** Returns when all of it is on the disk. */
  void write(Path partial) throws IOException {
    CopyWriter.write(plan, partial);
  }
}
