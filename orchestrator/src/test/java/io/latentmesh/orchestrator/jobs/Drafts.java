package io.latentmesh.orchestrator.jobs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Events and endings for tests, with text as payload. */
final class Drafts {
  private Drafts() {}

  /** An event that stays. */
  static EventDraft event(String text) {
    return new EventDraft(Optional.empty(), bytes(text));
  }

  /** An event that supersedes the last one of its slot. */
  static EventDraft event(String slot, String text) {
    return new EventDraft(Optional.of(slot), bytes(text));
  }

  static EventDraft ofSize(int size) {
    return new EventDraft(Optional.empty(), ByteBuffer.allocate(size));
  }

  static Ending ok() {
    return new Ending(Outcome.OK, Optional.empty(), bytes("fine"));
  }

  static Ending failed(Outcome outcome) {
    return new Ending(outcome, Optional.of(JobError.of(13, "BROKEN", "it broke")), bytes("bad"));
  }

  static List<String> texts(List<JobEvent> events) {
    return events.stream().map(Drafts::text).toList();
  }

  static String text(JobEvent event) {
    return StandardCharsets.UTF_8.decode(event.payload()).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
