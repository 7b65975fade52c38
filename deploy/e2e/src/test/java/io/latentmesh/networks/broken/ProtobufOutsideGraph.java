package io.latentmesh.networks.broken;

import ai.onnx.proto.OnnxMl.ModelProto;

/** Breaks a boundary on purpose. */
public interface ProtobufOutsideGraph {
  ModelProto model();
}
