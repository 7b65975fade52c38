package io.latentmesh.orchestrator.edge;

import io.grpc.StatusRuntimeException;
import io.latentmesh.orchestrator.generation.GenerationEvent;
import io.latentmesh.orchestrator.generation.GenerationStats;

/** How one call is answered. Events may come from several threads at once; one ending follows. */
interface GrpcReply {

  /** May block while the client is slow. */
  void event(GenerationEvent event);

  /** The error in terms of this call's own request message. */
  default RuntimeException translated(RuntimeException error) {
    return error;
  }

  void completed(GenerationStats stats);

  void failed(StatusRuntimeException status);
}
