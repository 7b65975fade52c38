package io.latentmesh.networks.settings;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** F32 copies of F16 and BF16 weights, for networks that compute in F32 on the CPU. */
public interface CopySettings {
  /** Where they are kept; absent = {@code latentmesh/weights} of the user's cache folder. */
  Optional<Path> folder();

  /**
   * MiB that all of them together may take; 0 = none is made: narrow weights are widened in memory,
   * with 1.8 times their F32 size at the peak.
   */
  @WithDefault("32768")
  long maxMebibytes();
}
