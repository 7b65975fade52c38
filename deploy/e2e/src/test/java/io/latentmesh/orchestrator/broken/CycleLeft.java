package io.latentmesh.orchestrator.broken;

import io.latentmesh.orchestrator.broken.inner.CycleRight;

/** Breaks a boundary on purpose. */
public interface CycleLeft {
  CycleRight right();
}
