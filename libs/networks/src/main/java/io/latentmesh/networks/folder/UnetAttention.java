package io.latentmesh.networks.folder;

/**
 * What all transformers of a UNet have in common.
 *
 * @param crossAttentionSize width D of the hidden states that condition it
 * @param linearProjection whether a transformer's proj_in and proj_out are linear, not 1x1
 *     convolutions
 * @param upcast whether attention must be computed in F32 where the rest is narrower; without an
 *     effect in F32
 */
public record UnetAttention(int crossAttentionSize, boolean linearProjection, boolean upcast) {}
