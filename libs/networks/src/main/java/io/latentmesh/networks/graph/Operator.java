package io.latentmesh.networks.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;

/** An operator and its attributes; confined to the thread that builds the graph. */
final class Operator {
  private final NodeProto.Builder node = NodeProto.newBuilder();

  private Operator(String domain, String type) {
    node.setDomain(domain).setOpType(type);
  }

  /** An operator of the ONNX standard. */
  static Operator onnx(String type) {
    return new Operator("", type);
  }

  /** An operator of ONNX Runtime's own domain. */
  static Operator microsoft(String type) {
    return new Operator(GraphBuilder.MICROSOFT, type);
  }

  Operator with(String attribute, long value) {
    node.addAttribute(attribute(attribute, AttributeType.INT).setI(value));
    return this;
  }

  Operator with(String attribute, float value) {
    node.addAttribute(attribute(attribute, AttributeType.FLOAT).setF(value));
    return this;
  }

  Operator with(String attribute, String value) {
    node.addAttribute(
        attribute(attribute, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
    return this;
  }

  Operator withInts(String attribute, long... values) {
    AttributeProto.Builder list = attribute(attribute, AttributeType.INTS);
    for (long value : values) {
      list.addInts(value);
    }
    node.addAttribute(list);
    return this;
  }

  String type() {
    return node.getOpType();
  }

  NodeProto.Builder node() {
    return node;
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
