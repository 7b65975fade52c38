package io.latentmesh.unet.engine;

/** How urgent an image is, the most urgent class last. */
public enum Urgency {
  /** May wait for everything else. */
  BEST_EFFORT,
  /** Somebody wants it today. */
  BATCH,
  /** Somebody is looking at the screen. */
  INTERACTIVE
}
