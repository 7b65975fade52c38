/**
 * Models that run: graphs as ONNX Runtime sessions, with their native libraries, providers and
 * buffers. The only package that knows ONNX Runtime.
 *
 * <p>Knows no requests, queues or threads: each model takes one caller at a time, and who calls
 * owns a platform thread (a native call pins the carrier of a virtual one).
 */
@NullMarked
package io.latentmesh.networks.runtime;

import org.jspecify.annotations.NullMarked;
