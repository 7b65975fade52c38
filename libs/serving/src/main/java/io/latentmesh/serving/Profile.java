package io.latentmesh.serving;

/** What a server may show of itself. */
public enum Profile {
  /** What its other settings say. */
  DEVELOPMENT,
  /**
   * Nothing beyond its services: reflection, channelz and plaintext off loopback are refused at the
   * start, and errors of the inside are told without what they say of it.
   */
  PRODUCTION
}
