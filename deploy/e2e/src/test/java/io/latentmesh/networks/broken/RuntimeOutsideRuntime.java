package io.latentmesh.networks.broken;

import ai.onnxruntime.OrtSession;

/** Breaks a boundary on purpose. */
public interface RuntimeOutsideRuntime {
  OrtSession session();
}
