package io.latentmesh.serving;

import io.latentmesh.serving.tracing.Tracing;
import io.latentmesh.serving.tracing.Tracing.Place;
import io.latentmesh.serving.tracing.TracingSettings;

/** What a process shows of itself: its series and its traces. Whoever made it closes it. */
public record Observation(Metrics metrics, Tracing tracing) implements AutoCloseable {

  /**
   * Begins both.
   *
   * @param process its name, for example {@code unet-svc}
   * @throws SettingsException if the collector may not be reached in the way that is set
   */
  public static Observation begin(String process, Place place, TracingSettings settings) {
    Metrics metrics =
        settings.endpoint().isPresent() ? Metrics.traced(process) : Metrics.create(process);
    return new Observation(
        metrics, CollectorChannel.tracing(new Tracing.Origin(process, place), settings, metrics));
  }

  /** A process without traces. */
  public static Observation of(Metrics metrics) {
    return new Observation(metrics, Tracing.off(metrics.registry()));
  }

  @Override
  public void close() {
    tracing.close();
    metrics.close();
  }
}
