/** Plans and whole runs against those of diffusers. */
@NullMarked
package io.latentmesh.orchestrator.plan;

import org.jspecify.annotations.NullMarked;
