package io.latentmesh.orchestrator.jobs;

import java.nio.ByteBuffer;

/**
 * An event of a job.
 *
 * @param sequence from 1 on, rising; numbers of superseded events are missing
 */
public record JobEvent(long sequence, EventDraft draft) {
  /** As in {@link EventDraft#payload}. */
  public ByteBuffer payload() {
    return draft.payload();
  }
}
