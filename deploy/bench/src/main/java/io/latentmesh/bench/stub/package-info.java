/**
 * A mesh whose networks only take their time: real servers, engine and orchestrator around answers
 * that cost no processor. Refuses to measure anything itself.
 */
@NullMarked
package io.latentmesh.bench.stub;

import org.jspecify.annotations.NullMarked;
