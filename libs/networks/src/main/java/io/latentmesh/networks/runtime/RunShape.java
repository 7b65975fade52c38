package io.latentmesh.networks.runtime;

import java.util.List;

/** Everything that fixes the buffers of a run; equal shapes share them. */
record RunShape(List<TensorSpec> inputs, List<TensorSpec> outputs) {
  RunShape {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
