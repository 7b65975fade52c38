/**
 * Latent Mesh for other people's tests: {@link io.latentmesh.testcontainers.LatentMeshContainer}
 * starts all services as one container. Knows the images and the wire contract, and none of the
 * services' code.
 */
@NullMarked
package io.latentmesh.testcontainers;

import org.jspecify.annotations.NullMarked;
