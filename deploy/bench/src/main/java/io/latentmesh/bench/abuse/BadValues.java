package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Values that a field may hold on the wire and that hardly anybody means. */
final class BadValues {
  private static final List<Integer> INTS =
      List.of(0, -1, 1, 7, 65, 1_000_000, Integer.MIN_VALUE, Integer.MAX_VALUE);
  private static final List<Long> LONGS =
      List.of(0L, -1L, 7L, 1L << 31, 1L << 32, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE);
  private static final List<Double> DOUBLES =
      List.of(
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          -1d,
          -0d,
          0d,
          1e308,
          -1e308,
          Double.MIN_VALUE);
  private static final List<String> STRINGS =
      List.of(
          "",
          " ",
          "\0\u0001\u007f\u0085\u2028",
          "no such thing",
          "../../../../etc/passwd",
          "%s%n${jndi:x}",
          "x".repeat(100_000),
          "\ud83d\ude00".repeat(5_000),
          "(".repeat(20_000),
          "[a:b:".repeat(5_000),
          "(a:1e999) (b:NaN) [c|d|",
          "(\"a\",\"b\").blend(NaN,Infinity)",
          "BREAK ".repeat(10_000),
          "{",
          "[".repeat(20_000),
          "{\"a\":".repeat(5_000),
          "{\"format\":1,\"steps\":1e999}",
          "{\"_class_name\":\"EulerDiscreteScheduler\",\"num_train_timesteps\":2147483647}");
  private static final int KIB = 1024;

  private BadValues() {}

  /** A value of the type of a field that holds no message. */
  static Object of(FieldDescriptor field, RandomGenerator random) {
    return switch (field.getJavaType()) {
      case INT -> any(INTS, random);
      case LONG -> any(LONGS, random);
      case FLOAT -> any(DOUBLES, random).floatValue();
      case DOUBLE -> any(DOUBLES, random);
      case BOOLEAN -> random.nextBoolean();
      case STRING -> any(STRINGS, random);
      case BYTE_STRING -> bytes(random);
      case ENUM -> number(field.getEnumType(), random);
      case MESSAGE -> throw new IllegalArgumentException("a message: " + field.getFullName());
    };
  }

  static <T> T any(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }

  /** Random bytes, by chance behind the signature of a picture. */
  static ByteString bytes(RandomGenerator random) {
    var noise = new byte[random.nextInt(4 * KIB)];
    random.nextBytes(noise);
    byte[] signature =
        switch (random.nextInt(4)) {
          case 0 -> new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
          case 1 -> new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
          case 2 -> "RIFF    WEBPVP8 ".getBytes(StandardCharsets.US_ASCII);
          default -> new byte[0];
        };
    return ByteString.copyFrom(signature).concat(ByteString.copyFrom(noise));
  }

  private static Object number(EnumDescriptor type, RandomGenerator random) {
    int known = type.getValues().size();
    int number = random.nextBoolean() ? random.nextInt(known + 1) : any(INTS, random);
    return type.findValueByNumberCreatingIfUnknown(number);
  }
}
