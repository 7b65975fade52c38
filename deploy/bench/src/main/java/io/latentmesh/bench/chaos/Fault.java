package io.latentmesh.bench.chaos;

import java.time.Duration;

/**
 * Something that happens to one process.
 *
 * @param process its name
 * @param after from the beginning of the episode
 * @param outage how long a killed or drained process stays away, and a frozen one frozen
 */
public record Fault(Kind kind, String process, Duration after, Duration outage) {
  /** What happens. */
  public enum Kind {
    /** SIGKILL, and a new process on the same port. */
    KILL,
    /** SIGSTOP, and SIGCONT: connections stay open and nobody answers. */
    FREEZE,
    /** SIGTERM, and a new process on the same port when the old one has drained. */
    DRAIN
  }
}
