package io.latentmesh.networks.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/** What a graph's inputs and outputs are made of. */
public enum ElementType {
  F32(DataType.FLOAT),
  F16(DataType.FLOAT16),
  F64(DataType.DOUBLE),
  I32(DataType.INT32),
  I64(DataType.INT64);

  private final DataType onnx;

  ElementType(DataType onnx) {
    this.onnx = onnx;
  }

  /** ONNX's number for it. */
  public int number() {
    return onnx.getNumber();
  }
}
