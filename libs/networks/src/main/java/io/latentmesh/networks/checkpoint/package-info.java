/**
 * Single-file checkpoints: one {@code .safetensors} with the names of the original training code,
 * seen as the components of a diffusers folder. Families are told apart by names and shapes; each
 * naming scheme is one table. Copies no weights, and refuses what it cannot name: other families,
 * other formats, names that contradict each other.
 */
@NullMarked
package io.latentmesh.networks.checkpoint;

import org.jspecify.annotations.NullMarked;
