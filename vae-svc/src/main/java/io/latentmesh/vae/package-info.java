/**
 * Latents to pixels and back: the autoencoder behind a port and the gRPC service that lets
 * concurrent calls of one size share a forward. Knows neither samplers nor prompts.
 */
@NullMarked
package io.latentmesh.vae;

import org.jspecify.annotations.NullMarked;
