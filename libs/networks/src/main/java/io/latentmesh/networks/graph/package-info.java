/**
 * Writes ONNX graphs: values, operators, layers named as torch names their parameters, and weights
 * that stay where they are, as external data inside their {@code .safetensors} file.
 *
 * <p>Keeps the ONNX protobuf classes behind it. Knows no network and no runtime.
 */
@NullMarked
package io.latentmesh.networks.graph;

import org.jspecify.annotations.NullMarked;
