/**
 * Faults of real processes under load, the history of what clients saw, and the invariants that it
 * must keep. The checker reads nothing but a history.
 */
@NullMarked
package io.latentmesh.bench.chaos;

import org.jspecify.annotations.NullMarked;
