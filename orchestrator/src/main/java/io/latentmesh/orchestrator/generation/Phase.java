package io.latentmesh.orchestrator.generation;

import java.util.Locale;

/** What a generation spends its time on. */
public enum Phase {
  ENCODE,
  /** Pictures that the request starts from, to latents. */
  ENCODE_START,
  DENOISE,
  DECODE,
  /** Writing the PNG. */
  POSTPROCESS;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** Its name in series and traces. */
  public String label() {
    return label;
  }
}
