package io.latentmesh.orchestrator.jobs;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An event before it has its number.
 *
 * @param slot an event supersedes the earlier one of the same slot, which is dropped; events
 *     without a slot are kept
 * @param payload opaque here; nobody writes to it again. Read-only, each call gives a view of its
 *     own
 */
public record EventDraft(Optional<String> slot, ByteBuffer payload) {
  public EventDraft {
    payload = payload.asReadOnlyBuffer();
  }

  @Override
  public ByteBuffer payload() {
    return payload.duplicate();
  }
}
