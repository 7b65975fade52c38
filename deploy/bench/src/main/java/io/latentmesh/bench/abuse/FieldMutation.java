package io.latentmesh.bench.abuse;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Spoils one field of a message, however deep, and leaves the rest as it is. Which field and how
 * follow from the random numbers alone, and new fields of the contract are spoilt without being
 * named here.
 */
final class FieldMutation {
  private static final int MANY = 1000;
  private static final int SEVERAL_MESSAGES = 50;

  private final RandomGenerator random;

  FieldMutation(RandomGenerator random) {
    this.random = random;
  }

  /** A message like that one but for one field; itself when its type has none. */
  Message spoil(Message message) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    if (fields.isEmpty()) {
      return message;
    }
    FieldDescriptor field = BadValues.any(fields, random);
    Message.Builder spoilt = message.toBuilder();
    if (random.nextInt(8) == 0) {
      spoilt.clearField(field);
    } else if (field.isRepeated()) {
      spoilList(spoilt, field);
    } else {
      spoilt.setField(
          field,
          isMessage(field)
              ? spoilOrEmpty((Message) message.getField(field))
              : BadValues.of(field, random));
    }
    return spoilt.build();
  }

  private void spoilList(Message.Builder message, FieldDescriptor field) {
    int length = message.getRepeatedFieldCount(field);
    if (length > 0 && random.nextInt(3) > 0) {
      int index = random.nextInt(length);
      message.setRepeatedField(
          field, index, element(field, message.getRepeatedField(field, index)));
      return;
    }
    int times = random.nextBoolean() ? 1 : isMessage(field) ? SEVERAL_MESSAGES : MANY;
    Object added =
        isMessage(field)
            ? element(field, message.newBuilderForField(field).build())
            : shortValue(field);
    Collections.nCopies(times, added).forEach(value -> message.addRepeatedField(field, value));
  }

  private Object element(FieldDescriptor field, Object value) {
    return isMessage(field) ? spoilOrEmpty((Message) value) : BadValues.of(field, random);
  }

  /** A thousand long strings would be a test of bandwidth. */
  private Object shortValue(FieldDescriptor field) {
    return field.getJavaType() == JavaType.STRING ? "x" : BadValues.of(field, random);
  }

  private Message spoilOrEmpty(Message message) {
    return random.nextInt(6) == 0 ? message.getDefaultInstanceForType() : spoil(message);
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE;
  }
}
