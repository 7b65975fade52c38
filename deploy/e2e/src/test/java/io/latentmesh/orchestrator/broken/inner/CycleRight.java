package io.latentmesh.orchestrator.broken.inner;

import io.latentmesh.orchestrator.broken.CycleLeft;

/** Breaks a boundary on purpose. */
public interface CycleRight {
  CycleLeft left();
}
