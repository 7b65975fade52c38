package io.latentmesh.unet;

import io.latentmesh.unet.engine.Row;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import java.util.List;
import java.util.function.Consumer;

/**
 * A model that serves.
 *
 * @param description what clients are told about it
 * @param engine takes rows and answers them later; returns at once
 */
record LoadedDenoiser(DenoiserServiceGetModelResponse description, Consumer<List<Row>> engine) {}
