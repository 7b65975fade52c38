/** Replicas that come and go under load. */
@NullMarked
package io.latentmesh.bench.scale;

import org.jspecify.annotations.NullMarked;
