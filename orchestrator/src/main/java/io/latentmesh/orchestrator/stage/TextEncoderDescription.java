package io.latentmesh.orchestrator.stage;

/**
 * What a text encoder says about its model.
 *
 * @param contextLength tokens T of a conditioning
 * @param hiddenSize width D of a conditioning
 * @param layers number of transformer layers
 * @param pooledWidth width P of the pooled text; 0 where there is none
 * @param zeroesMissingNegative whether no negative prompt at all means zeros, not the empty text
 */
public record TextEncoderDescription(
    ComponentIdentity identity,
    int contextLength,
    int hiddenSize,
    int layers,
    int pooledWidth,
    boolean zeroesMissingNegative) {}
