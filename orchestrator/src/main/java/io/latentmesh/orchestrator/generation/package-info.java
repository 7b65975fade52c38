/**
 * From a plan to pictures: encodes the texts, draws the images side by side and reports on the way.
 * {@link io.latentmesh.orchestrator.generation.ImageGeneration} reads top to bottom. Refuses gRPC,
 * samplers' mathematics and the choice of defaults.
 */
@NullMarked
package io.latentmesh.orchestrator.generation;

import org.jspecify.annotations.NullMarked;
