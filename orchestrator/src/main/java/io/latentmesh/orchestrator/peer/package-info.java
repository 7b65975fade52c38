/**
 * The stages over gRPC: adapters from the ports to the three services. A peer's error keeps its
 * code and gets the stage's name in front. Refuses everything but translation.
 */
@NullMarked
package io.latentmesh.orchestrator.peer;

import org.jspecify.annotations.NullMarked;
