package io.latentmesh.unet.engine;

/** Why the device does nothing. */
public enum Idle {
  /** Rows were there; the engine was choosing among them or waking up. */
  PLANNING,
  /** Rows were there; the policy holds the device for others on their way. */
  HOLDING,
  /** Streams are open, and none of their rows is here. */
  WAITING_FOR_ROWS,
  /** Nobody is here. */
  NO_STREAMS,
  /** Forwards fail; the engine waits for the next self-test. */
  BROKEN
}
