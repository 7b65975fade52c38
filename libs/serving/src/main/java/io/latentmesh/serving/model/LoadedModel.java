package io.latentmesh.serving.model;

import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/**
 * A model that serves.
 *
 * @param labels bounded ones that tell models apart: model, architecture, provider, sha256
 * @param warmUp how long its first runs took, before any request
 * @param resources closed when the model is not held any more and no request uses it
 */
public record LoadedModel<M>(M model, Tags labels, Duration warmUp, AutoCloseable resources) {
  /** A model that needed no first runs. */
  public LoadedModel(M model, Tags labels, AutoCloseable resources) {
    this(model, labels, Duration.ZERO, resources);
  }
}
