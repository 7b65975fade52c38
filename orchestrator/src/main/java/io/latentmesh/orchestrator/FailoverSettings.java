package io.latentmesh.orchestrator;

import io.latentmesh.orchestrator.failover.FailoverLimits;
import io.latentmesh.serving.settings.Interval;
import io.latentmesh.serving.settings.PositiveInt;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is done for work whose replica does not manage it. */
public interface FailoverSettings {
  /** Replicas that may take one piece of work and not finish it, before it has failed. */
  @WithDefault("8")
  @WithConverter(PositiveInt.class)
  int attempts();

  /**
   * How long work waits for a replica when none is ready, if its deadline does not come first; also
   * how long an answer is waited for while it is not known how long answers take.
   */
  @WithDefault("30s")
  @WithConverter(Interval.class)
  Duration patience();

  /** An answer is late after so many times what answers took lately. */
  @WithDefault("8")
  @WithConverter(PositiveInt.class)
  int lateFactor();

  /** No answer is late sooner. */
  @WithDefault("1s")
  @WithConverter(Interval.class)
  Duration lateFloor();

  default FailoverLimits toLimits() {
    return new FailoverLimits(attempts(), patience(), lateFactor(), lateFloor());
  }
}
