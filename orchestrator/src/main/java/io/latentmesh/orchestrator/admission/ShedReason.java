package io.latentmesh.orchestrator.admission;

import java.util.Locale;

/** Why work was refused; as errors name it, and in lower case as series do. */
enum ShedReason {
  /** The queue is as long as it may be, or the wait. */
  QUEUE_FULL,
  /** It would not be done in time, or others would not be. */
  DEADLINE_UNREACHABLE,
  /** Something more urgent took its place in a full queue. */
  PRIORITY,
  /** Its tenant has all that it may have. */
  TENANT_LIMIT;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
