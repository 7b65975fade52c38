/**
 * The three stages an image passes through, as the orchestrator sees them: text encoder, denoiser
 * and autoencoder, each a port with what it says about its model. Refuses gRPC and generated types,
 * which stay in the adapters.
 */
@NullMarked
package io.latentmesh.orchestrator.stage;

import org.jspecify.annotations.NullMarked;
