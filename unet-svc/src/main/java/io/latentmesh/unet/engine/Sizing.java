package io.latentmesh.unet.engine;

/**
 * How forwards of one kind are sized.
 *
 * @param budget most rows that a forward takes: the largest batch that pays, or the cap
 */
public record Sizing(BatchCurve curve, int budget) {}
