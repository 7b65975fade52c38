/**
 * What an exported ONNX file says of itself: inputs, outputs and weights, read without loading it.
 * Refuses to run anything, and to hold weights in memory.
 */
@NullMarked
package io.latentmesh.networks.onnx;

import org.jspecify.annotations.NullMarked;
