package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.sampling.LatentShape;

/**
 * How long one finished evaluation took.
 *
 * @param tokens conditioning length
 * @param rowsInBatch rows of all images in the forward
 * @param runNanos of the forward on its device
 * @param travelNanos of the whole evaluation, less the forward and the wait for it
 */
public record Evaluation(
    LatentShape latentShape, int tokens, int rowsInBatch, long runNanos, long travelNanos) {}
