/**
 * The step engine: rows of many images in, one forward at a time, answers out. It chooses what runs
 * together and nothing else: gRPC, ONNX Runtime, metrics, samplers, guidance and prompts are
 * unknown here.
 */
@NullMarked
package io.latentmesh.unet.engine;

import org.jspecify.annotations.NullMarked;
