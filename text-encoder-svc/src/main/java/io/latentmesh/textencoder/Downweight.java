package io.latentmesh.textencoder;

/** What compel does to a fragment of a weight below 1; its DownweightMode. */
enum Downweight {
  /** The others do not attend to its tokens, which keep their places. */
  MASK,
  /** The prompt is encoded without it, so that what follows moves up. */
  REMOVE
}
