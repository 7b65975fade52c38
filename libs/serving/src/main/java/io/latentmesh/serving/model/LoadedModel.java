package io.latentmesh.serving.model;

import io.micrometer.core.instrument.Tags;

/**
 * A model that serves.
 *
 * @param labels bounded ones that tell models apart: model, architecture, provider, sha256
 * @param resources closed when the model is not held any more and no request uses it
 */
public record LoadedModel<M>(M model, Tags labels, AutoCloseable resources) {}
