package io.latentmesh.serving;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import io.latentmesh.v1.Tensor;
import java.util.List;

/**
 * Finds values of enumerations that this version does not know, at any depth of a message. A newer
 * client's wish that was taken for the default would give another picture than it asked for.
 */
public final class KnownValues {
  private static final int OF_NO_DESCRIPTOR = -1;

  private KnownValues() {}

  /** Adds a violation for each; tensors have checks of their own and are left out. */
  public static void check(Message message, Violations violations) {
    check(message, "", violations);
  }

  private static void check(Message message, String prefix, Violations violations) {
    message
        .getAllFields()
        .forEach((field, value) -> {
          String name = prefix + field.getName();
          if (value instanceof List<?> values) {
            for (int i = 0; i < values.size(); i++) {
              checkOne(values.get(i), name + "[" + i + "]", violations);
            }
          } else {
            checkOne(value, name, violations);
          }
        });
  }

  private static void checkOne(Object value, String field, Violations violations) {
    switch (value) {
      case EnumValueDescriptor named ->
          violations.check(
              named.getIndex() != OF_NO_DESCRIPTOR,
              field,
              "must be a known value, was %d".formatted(named.getNumber()));
      case Tensor _ -> {}
      case Message inner -> check(inner, field + ".", violations);
      default -> {}
    }
  }
}
