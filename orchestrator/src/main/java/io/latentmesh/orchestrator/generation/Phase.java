package io.latentmesh.orchestrator.generation;

/** What a generation spends its time on. */
public enum Phase {
  ENCODE,
  DENOISE,
  DECODE,
  /** Writing the PNG. */
  POSTPROCESS
}
