package io.latentmesh.textencoder;

import io.latentmesh.v1.TextEncoderServiceGetModelResponse;

/**
 * A model that serves.
 *
 * @param description what clients are told about it
 */
record LoadedTextEncoder(
    TextEncoderServiceGetModelResponse description,
    Tokenizers tokenizer,
    SharedForwards forwards,
    AttentionMask mask) {}
