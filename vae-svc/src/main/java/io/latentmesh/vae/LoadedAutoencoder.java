package io.latentmesh.vae;

import io.latentmesh.v1.VaeServiceGetModelResponse;

/**
 * A model that serves.
 *
 * @param description what clients are told about it
 */
record LoadedAutoencoder(VaeServiceGetModelResponse description, SharedForwards forwards) {}
