/** Classes that break a boundary on purpose. */
@NullMarked
package io.latentmesh.orchestrator.sampling.broken;

import org.jspecify.annotations.NullMarked;
