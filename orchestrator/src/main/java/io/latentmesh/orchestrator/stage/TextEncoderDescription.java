package io.latentmesh.orchestrator.stage;

/**
 * What a text encoder says about its model.
 *
 * @param contextLength tokens T of a conditioning
 * @param hiddenSize width D of a conditioning
 * @param layers number of transformer layers
 */
public record TextEncoderDescription(
    ComponentIdentity identity, int contextLength, int hiddenSize, int layers) {}
