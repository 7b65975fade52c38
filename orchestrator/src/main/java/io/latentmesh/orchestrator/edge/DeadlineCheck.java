package io.latentmesh.orchestrator.edge;

import java.util.Locale;

/** Where a request is when the time left to its deadline is read. */
enum DeadlineCheck {
  /** It has got its place in the queue. */
  ADMITTED,
  /** All its pictures are drawn. */
  DRAWN;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
