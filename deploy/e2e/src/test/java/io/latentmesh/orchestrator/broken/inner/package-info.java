/** Classes that break a boundary on purpose. */
@NullMarked
package io.latentmesh.orchestrator.broken.inner;

import org.jspecify.annotations.NullMarked;
