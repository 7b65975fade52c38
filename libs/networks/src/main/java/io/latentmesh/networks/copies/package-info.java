/**
 * F32 copies of narrow weights, in a folder of their own: how they are found, written, checked and
 * removed. Knows ranges of bytes; refuses to know networks and ONNX Runtime.
 */
@NullMarked
package io.latentmesh.networks.copies;

import org.jspecify.annotations.NullMarked;
