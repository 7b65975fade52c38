package io.latentmesh.orchestrator.sampling.broken;

import java.nio.file.Path;

/** Breaks a boundary on purpose. */
public interface SamplerThatReadsFiles {
  Path file();
}
