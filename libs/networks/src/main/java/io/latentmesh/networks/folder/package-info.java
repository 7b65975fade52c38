/**
 * A diffusers model folder: its index, the configs of its networks as typed records, where weights,
 * tokenizer and scheduler config lie, and the model's own defaults. Every config key that would
 * change a result and is not supported is refused by name; keys without an effect are ignored.
 * Reads no weights.
 */
@NullMarked
package io.latentmesh.networks.folder;

import org.jspecify.annotations.NullMarked;
