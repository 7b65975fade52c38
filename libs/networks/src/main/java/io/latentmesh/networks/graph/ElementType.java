package io.latentmesh.networks.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/** What a tensor of a graph is made of. Inputs and outputs are F32 or I64. */
public enum ElementType {
  F32(DataType.FLOAT),
  F16(DataType.FLOAT16),
  BF16(DataType.BFLOAT16),
  F64(DataType.DOUBLE),
  I32(DataType.INT32),
  I64(DataType.INT64),
  BOOL(DataType.BOOL);

  private final DataType onnx;

  ElementType(DataType onnx) {
    this.onnx = onnx;
  }

  /** ONNX's number for it. */
  public int number() {
    return onnx.getNumber();
  }

  boolean isFloating() {
    return this == F32 || this == F16 || this == BF16;
  }
}
