/**
 * The denoiser as a gRPC service: streams of evaluations in, predictions out, through the step
 * engine. Knows neither samplers nor guidance nor prompts.
 */
@NullMarked
package io.latentmesh.unet;

import org.jspecify.annotations.NullMarked;
