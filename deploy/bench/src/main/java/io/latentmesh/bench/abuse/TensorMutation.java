package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Spoils every tensor of a message, each in one way. */
final class TensorMutation {
  private final RandomGenerator random;

  TensorMutation(RandomGenerator random) {
    this.random = random;
  }

  /** The same message with tensors that no network can take. */
  Message spoil(Message message) {
    if (message instanceof Tensor tensor) {
      return spoilt(tensor);
    }
    Message.Builder copy = message.toBuilder();
    for (Map.Entry<FieldDescriptor, Object> set : message.getAllFields().entrySet()) {
      FieldDescriptor field = set.getKey();
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          copy.setRepeatedField(field, i, spoil((Message) message.getRepeatedField(field, i)));
        }
      } else {
        copy.setField(field, spoil((Message) set.getValue()));
      }
    }
    return copy.build();
  }

  private Tensor spoilt(Tensor tensor) {
    Tensor.Builder copy = tensor.toBuilder();
    return switch (random.nextInt(11)) {
      case 0 -> copy.setData(withFirst(tensor, Float.NaN)).build();
      case 1 -> copy.setData(withFirst(tensor, Float.NEGATIVE_INFINITY)).build();
      case 2 -> copy.setDataType(DataType.DATA_TYPE_I64).build();
      case 3 -> copy.setDataTypeValue(99).build();
      case 4 -> copy.clearDataType().build();
      case 5 -> copy.setData(tensor.getData().substring(0, 7)).build();
      case 6 -> copy.setData(tensor.getData().concat(ByteString.copyFrom(new byte[4]))).build();
      case 7 -> copy.setShape(0, -tensor.getShape(0)).build();
      case 8 -> copy.clearShape().addAllShape(List.of(1L << 32, 1L << 32)).build();
      case 9 -> copy.clearShape().build();
      default -> copy.setShape(0, Long.MAX_VALUE).build();
    };
  }

  private static ByteString withFirst(Tensor tensor, float value) {
    ByteBuffer bytes =
        ByteBuffer.wrap(tensor.getData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(0, value);
    return ByteString.copyFrom(bytes.array());
  }
}
