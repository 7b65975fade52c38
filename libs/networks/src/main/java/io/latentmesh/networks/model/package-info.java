/**
 * A text-to-image model as its parts, in whatever form it lies on disk: a diffusers folder, a
 * checkpoint in one file, or a folder of exported ONNX graphs. Refuses to load or run anything.
 */
@NullMarked
package io.latentmesh.networks.model;

import org.jspecify.annotations.NullMarked;
