package io.latentmesh.orchestrator.stage;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an autoencoder says about its model.
 *
 * @param latentChannels channels of its latents
 * @param scaleFactor pixels per latent pixel, on each axis
 * @param scalingFactor sampler latent = (vae latent - shiftFactor) * scalingFactor
 * @param shiftFactor see {@code scalingFactor}
 * @param previewMap from latents to approximate colours, for previews; empty when the model has
 *     none
 * @param decodeNanosPerPixel what decoding takes, as the stage measured it when it started; empty
 *     when it does not say
 */
public record VaeDescription(
    ComponentIdentity identity,
    int latentChannels,
    int scaleFactor,
    double scalingFactor,
    double shiftFactor,
    Optional<PreviewMap> previewMap,
    OptionalDouble decodeNanosPerPixel) {}
