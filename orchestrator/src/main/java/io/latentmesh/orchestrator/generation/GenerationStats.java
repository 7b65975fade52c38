package io.latentmesh.orchestrator.generation;

import java.time.Duration;

/**
 * Where the time of a request went.
 *
 * @param denoising of the slowest image
 * @param decoding of the slowest image
 * @param rows of the denoiser, over all images
 * @param denoiserBytes sent to and received from the denoiser
 */
public record GenerationStats(
    Duration total,
    Duration textEncoding,
    Duration denoising,
    Duration decoding,
    long rows,
    long denoiserBytes) {}
