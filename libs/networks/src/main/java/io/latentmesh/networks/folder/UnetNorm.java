package io.latentmesh.networks.folder;

/**
 * Group normalization of a UNet's residual layers.
 *
 * @param groups divides the channels of every level
 * @param eps of the residual layers (transformers use 1e-6)
 */
public record UnetNorm(int groups, double eps) {}
