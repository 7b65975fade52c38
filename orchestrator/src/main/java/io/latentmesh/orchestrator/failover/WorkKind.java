package io.latentmesh.orchestrator.failover;

import io.latentmesh.orchestrator.stage.Priority;
import java.util.List;

/**
 * Work that takes about as long as other work of its kind. The priority belongs to it: what may be
 * overtaken waits longer, and must not look late for that.
 *
 * @param extents of a latent, [C, H, W]; empty for texts
 * @param rows computed for one answer
 */
public record WorkKind(List<Integer> extents, int rows, Priority priority) {
  public WorkKind {
    extents = List.copyOf(extents);
  }
}
