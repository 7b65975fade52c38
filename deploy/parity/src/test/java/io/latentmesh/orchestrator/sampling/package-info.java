/** The noise of the samplers against that of torch. */
@NullMarked
package io.latentmesh.orchestrator.sampling;

import org.jspecify.annotations.NullMarked;
