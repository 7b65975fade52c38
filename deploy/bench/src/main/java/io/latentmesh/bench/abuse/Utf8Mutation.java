package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Bytes of a message in which one string is no UTF-8. No protobuf library writes such a message, so
 * a string of known bytes is written and replaced by as many others.
 */
final class Utf8Mutation {
  private static final String WRITTEN = "\u0001 to be spoilt";
  private static final List<byte[]> NO_UTF8 =
      List.of(
          new byte[] {(byte) 0xc3, 0x28}, // a lead byte without its continuation
          new byte[] {(byte) 0x80}, // a continuation without its lead byte
          new byte[] {(byte) 0xc0, (byte) 0xaf}, // overlong
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // a surrogate
          new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, // above U+10FFFF
          new byte[] {(byte) 0xff, (byte) 0xfe});

  private final RandomGenerator random;

  Utf8Mutation(RandomGenerator random) {
    this.random = random;
  }

  /** The spoilt bytes; empty when the message's type has no string. */
  Optional<ByteString> spoil(Message message) {
    List<FieldDescriptor> strings =
        message.getDescriptorForType().getFields().stream()
            .filter(field -> field.getJavaType() == JavaType.STRING && !field.isRepeated())
            .toList();
    if (strings.isEmpty()) {
      return Optional.empty();
    }
    Message marked = message.toBuilder().setField(BadValues.any(strings, random), WRITTEN).build();
    return Optional.of(replace(marked.toByteArray()));
  }

  private ByteString replace(byte[] message) {
    byte[] written = WRITTEN.getBytes(StandardCharsets.US_ASCII);
    byte[] wrong = BadValues.any(NO_UTF8, random);
    for (int at = 0; at + written.length <= message.length; at++) {
      if (Arrays.equals(message, at, at + written.length, written, 0, written.length)) {
        System.arraycopy(wrong, 0, message, at, wrong.length);
        return ByteString.copyFrom(message);
      }
    }
    throw new IllegalStateException("the marked string is not in the message");
  }
}
