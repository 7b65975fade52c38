package io.latentmesh.bench.chaos;

import java.time.Duration;

/**
 * Something that happens to one process.
 *
 * @param process its name
 * @param after from the beginning of the episode
 * @param outage how long it lasts: a process that has ended stays away, a frozen one frozen
 */
public record Fault(Kind kind, String process, Duration after, Duration outage) {
  /** What happens. The first three can be done to any process, the others to a container. */
  public enum Kind {
    /** SIGKILL, and a new process in its place. */
    KILL,
    /** All threads stop, and go on: connections stay open and nobody answers. */
    FREEZE,
    /** SIGTERM, and a new process in its place when the old one has drained. */
    DRAIN,
    /** Off the network, with its name and its address; connections are not ended. */
    PARTITION,
    /** Every connection is reset, and every new one. */
    RESET,
    /** What is sent to it is dropped, what it sends arrives. */
    BLACKHOLE,
    /** Connections are made anew, and everything is more than a second late in all. */
    LATENCY,
    /** A fifth of the packets to it is lost. */
    LOSS,
    /** It can send 1 Mbit a second. */
    NARROW,
    /** The kernel ends it for want of memory. */
    OUT_OF_MEMORY
  }
}
