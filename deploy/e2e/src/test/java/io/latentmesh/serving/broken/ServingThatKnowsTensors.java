package io.latentmesh.serving.broken;

import io.latentmesh.v1.Tensor;

/** Breaks a boundary on purpose. */
public interface ServingThatKnowsTensors {
  Tensor tensor();
}
