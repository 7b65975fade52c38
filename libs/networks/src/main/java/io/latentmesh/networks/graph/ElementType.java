package io.latentmesh.networks.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/** What a graph's inputs and outputs are made of. */
public enum ElementType {
  F32(DataType.FLOAT),
  I64(DataType.INT64);

  private final DataType onnx;

  ElementType(DataType onnx) {
    this.onnx = onnx;
  }

  int number() {
    return onnx.getNumber();
  }
}
