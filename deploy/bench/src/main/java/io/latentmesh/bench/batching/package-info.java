/**
 * Batching policies compared in virtual time: the product's own step engine and policy, a denoiser
 * that only moves the clock by its batch curve, and images that arrive at random. No wall time, no
 * threads, no networks but where a curve is measured.
 */
@NullMarked
package io.latentmesh.bench.batching;

import org.jspecify.annotations.NullMarked;
