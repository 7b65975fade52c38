package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Spoils a message's bytes without looking at what they mean. */
final class ByteMutation {
  private static final int MOST_RANDOM_BYTES = 512;
  private static final int TOO_DEEP = 5_000;

  /** Ends that make any message undecodable, whatever is before them. */
  private static final List<ByteString> NO_FIELDS =
      List.of(
          bytes(0x0f), // wire type 7
          bytes(0x00), // field 0
          bytes(0x0c), // the end of a group that never began
          bytes(0x0a, 0xff, 0xff, 0xff, 0x7f), // longer than the message
          bytes(
              0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01), // negative length
          bytes(
              0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), // no varint
          groups());

  private final RandomGenerator random;

  ByteMutation(RandomGenerator random) {
    this.random = random;
  }

  /** The beginning of a message, which by chance may be a message. */
  ByteString cut(ByteString message) {
    return message.substring(0, message.isEmpty() ? 0 : random.nextInt(message.size()));
  }

  ByteString noise() {
    var noise = new byte[random.nextInt(MOST_RANDOM_BYTES)];
    random.nextBytes(noise);
    return ByteString.copyFrom(noise);
  }

  /** One to eight bits are other ones. */
  ByteString flip(ByteString message) {
    if (message.isEmpty()) {
      return noise();
    }
    byte[] bytes = message.toByteArray();
    for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return ByteString.copyFrom(bytes);
  }

  ByteString undecodable(ByteString message) {
    return message.concat(BadValues.any(NO_FIELDS, random));
  }

  /** Fields that no version of the contract has: any protobuf reader leaves them alone. */
  ByteString withUnknownFields(ByteString message) {
    ByteString text = noise();
    return message
        .concat(bytes(0xf8, 0xff, 0xff, 0xff, 0x0f, random.nextInt(128))) // 536870911, a varint
        .concat(bytes(0xc2, 0xbb, 0x01)) // 3000, bytes
        .concat(text.size() < 128 ? bytes(text.size()).concat(text) : bytes(0));
  }

  private static ByteString groups() {
    var groups = new byte[TOO_DEEP];
    Arrays.fill(groups, (byte) 0x0b);
    return ByteString.copyFrom(groups);
  }

  private static ByteString bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.copyFrom(bytes);
  }
}
