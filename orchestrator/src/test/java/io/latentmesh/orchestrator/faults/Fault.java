package io.latentmesh.orchestrator.faults;

import io.latentmesh.orchestrator.stage.Stage;

/**
 * Something that goes wrong once.
 *
 * @param replica number within its tier
 * @param atMessage the replica's message of work that sets it off, counted from 1 over all calls
 * @param millis how long it lasts, where it lasts
 */
record Fault(Stage tier, int replica, int atMessage, Kind kind, int millis) {

  enum Kind {
    /** Refused before any work. */
    REFUSE,
    /** The work is done, its answer is lost with the stream. */
    LOSE_ANSWER,
    /** The stream ends CANCELLED, which nobody asked for. */
    CANCEL,
    /** The stream ends as a reset of HTTP/2 does. */
    RESET,
    /** This one stream never answers again. */
    HANG_STREAM,
    /** The process stops and goes on later, its connections open: SIGSTOP, SIGCONT. */
    HANG_REPLICA,
    /** The answer comes late. */
    DELAY,
    /** The answer comes twice. */
    ANSWER_TWICE,
    /** The call is closed twice. */
    CLOSE_TWICE,
    /** Health says NOT_SERVING for a while; calls are answered all the same. */
    NOT_SERVING,
    /** Says that it drains, ends when its calls have, and comes back. */
    DRAIN,
    /** Dies with all its calls, and comes back. */
    KILL,
    /** Says that its model is loading. */
    NOT_READY,
    /** The forward fails. */
    FAIL,
    /** The answer makes no sense. */
    MALFORMED;

    /** Work that meets two of these fails, as it should: so a schedule has at most one. */
    boolean blamesTheWork() {
      return this == FAIL || this == MALFORMED;
    }
  }

  @Override
  public String toString() {
    return "%s %d: %s at message %d, %d ms".formatted(tier, replica, kind, atMessage, millis);
  }
}
