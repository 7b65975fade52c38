package io.latentmesh.orchestrator.failover;

import io.latentmesh.orchestrator.stage.Priority;
import java.util.List;

/** Kinds of work for tests. */
final class Kinds {
  static final WorkKind STEP = new WorkKind(List.of(4, 8, 8), 2, Priority.INTERACTIVE);

  private Kinds() {}

  static WorkKind ofRows(int rows) {
    return new WorkKind(List.of(4, 8, 8), rows, Priority.INTERACTIVE);
  }
}
