/**
 * The mathematics of sampling, in sigma space: a latent is x = x0 + sigma n with unit normal n, a
 * sampler is a pure function of a denoiser, a start and noise. Imports java.lang and java.util
 * only; refuses to know configurations, timesteps as a client names them, threads, gRPC or tensors'
 * bytes.
 */
@NullMarked
package io.latentmesh.orchestrator.sampling;

import org.jspecify.annotations.NullMarked;
