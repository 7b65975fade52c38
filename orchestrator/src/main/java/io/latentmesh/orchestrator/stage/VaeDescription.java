package io.latentmesh.orchestrator.stage;

/**
 * What an autoencoder says about its model.
 *
 * @param latentChannels channels of its latents
 * @param scaleFactor pixels per latent pixel, on each axis
 * @param scalingFactor sampler latent = (vae latent - shiftFactor) * scalingFactor
 * @param shiftFactor see {@code scalingFactor}
 */
public record VaeDescription(
    ComponentIdentity identity,
    int latentChannels,
    int scaleFactor,
    double scalingFactor,
    double shiftFactor) {}
