package io.latentmesh.orchestrator.broken;

import ai.onnxruntime.OrtSession;

/** Breaks a boundary on purpose. */
public interface OrchestratorThatMountsWeights {
  OrtSession session();
}
