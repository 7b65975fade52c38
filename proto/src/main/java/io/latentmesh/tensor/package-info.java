/**
 * The one reading of {@link io.latentmesh.v1.Tensor} messages: bytes to numbers and back, with
 * every malformed tensor refused by field name. Knows neither models nor gRPC.
 */
@NullMarked
package io.latentmesh.tensor;

import org.jspecify.annotations.NullMarked;
