/**
 * Previews of images that are still being sampled: which evaluations are shown, and on whose time.
 * Refuses to change a latent, to delay a step, and to fail an image.
 */
@NullMarked
package io.latentmesh.orchestrator.preview;

import org.jspecify.annotations.NullMarked;
