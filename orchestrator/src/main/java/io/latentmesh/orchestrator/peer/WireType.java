package io.latentmesh.orchestrator.peer;

import io.latentmesh.v1.DataType;

/** Element type of what travels to and from the denoiser. */
public enum WireType {
  /** Four bytes; the picture is the same as in one process, bit for bit. */
  F32(DataType.DATA_TYPE_F32),
  /** Two bytes, rounded; half the traffic, and a picture that differs a little. */
  F16(DataType.DATA_TYPE_F16);

  private final DataType dataType;

  WireType(DataType dataType) {
    this.dataType = dataType;
  }

  DataType dataType() {
    return dataType;
  }
}
