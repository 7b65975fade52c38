package io.latentmesh.networks.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator and its attributes; confined to the thread that builds the graph. */
final class Operator {
  private final NodeProto.Builder node = NodeProto.newBuilder();
  private @Nullable ElementType result; // null: that of the first input
  private boolean mixed;
  private List<Integer> leftOut = List.of();

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

  /** Its outputs are of this type, not of the first input's. */
  Operator giving(ElementType type) {
    result = type;
    return this;
  }

  /** Some of its inputs are F32 whatever the others are. */
  Operator withMixedInputs() {
    mixed = true;
    return this;
  }

  /** These outputs, which are optional, are not computed. */
  Operator withoutOutputs(Integer... indices) {
    leftOut = List.of(indices);
    return this;
  }

  boolean computes(int output) {
    return !leftOut.contains(output);
  }

  /** The type of its outputs for these inputs. */
  ElementType result(Value... inputs) {
    if (result != null) {
      return result;
    }
    return inputs[0].type();
  }

  /** Fails for inputs of both floating types, which ONNX Runtime would refuse much later. */
  void check(Value... inputs) {
    List<ElementType> floating =
        Arrays.stream(inputs).map(Value::type).filter(ElementType::isFloating).distinct().toList();
    if (!mixed && floating.size() > 1) {
      throw new IllegalArgumentException(
          "%s: inputs must be of one floating type, are %s"
              .formatted(type(), Arrays.toString(inputs)));
    }
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
