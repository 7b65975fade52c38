/** Tests of how exported graphs are read. */
@org.jspecify.annotations.NullMarked
package io.latentmesh.networks.onnx;
