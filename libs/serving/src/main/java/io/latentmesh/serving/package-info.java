/**
 * A gRPC process: settings, start, health, metrics page, limits, status mapping and drain, and the
 * channels to other processes. Refuses to know models, samplers and what the calls mean.
 */
@NullMarked
package io.latentmesh.serving;

import org.jspecify.annotations.NullMarked;
