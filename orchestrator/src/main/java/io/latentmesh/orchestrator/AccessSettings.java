package io.latentmesh.orchestrator;

import io.latentmesh.serving.settings.Interval;
import io.latentmesh.serving.settings.Switch;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Who may use the public API. */
public interface AccessSettings {
  /** File of tokens (docs/security.md); absent = calls need none. */
  Optional<Path> file();

  /** How often the file is looked at. */
  @WithDefault("10s")
  @WithConverter(Interval.class)
  Duration reloadEvery();

  /**
   * Whether an API without tokens is meant in the production profile too, because a proxy in front
   * knows its callers.
   */
  @WithDefault("false")
  @WithConverter(Switch.class)
  boolean open();
}
