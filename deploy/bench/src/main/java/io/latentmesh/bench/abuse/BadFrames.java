package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import io.latentmesh.bench.abuse.BadCall.Act;
import io.latentmesh.bench.abuse.BadCall.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What clients do that speak HTTP/2 themselves, and badly. */
record BadFrames(Kind kind, MeshMethod method, RandomGenerator random) {
  private static final int PREFIX_BYTES = 5;
  private static final int FRAME_HEADER_BYTES = 9;
  private static final int MOST_NOISE = 300;
  private static final List<String> ENCODINGS =
      List.of("gzip", "snappy", "", "identity", "deflate", "gzip,gzip");

  Act act() {
    ByteString message = method.valid().getFirst().toByteString();
    return switch (kind) {
      case FRAME_FLAGS -> request(framed(random.nextInt(1, 256), message.size(), message));
      case CUT_FRAME -> request(cut(framed(0, message.size(), message)));
      case FRAME_LENGTH -> request(framed(0, wrongLength(message.size()), message));
      case BAD_ENCODING -> encoded(message);
      case BAD_HEADERS ->
          new Act.Request(BadHeaders.wrong(headers(), random), framed(0, message.size(), message));
      case RAPID_RESET -> new Act.Reset(path());
      case NEVER_READING -> new Act.NeverRead(path(), framed(0, message.size(), message));
      case LEFT_OPEN -> new Act.Forget(path());
      case RANDOM_FRAMES -> new Act.Frames(randomFrames());
      case NO_HTTP2 -> new Act.Bytes(noise(MOST_NOISE));
      default -> throw new IllegalArgumentException("not of frames: " + kind);
    };
  }

  /** Says that it is compressed, and by what; the bytes are plain, or noise. */
  private Act encoded(ByteString message) {
    List<Header> headers = new ArrayList<>(headers());
    headers.add(new Header("grpc-encoding", BadValues.any(ENCODINGS, random)));
    ByteString data = random.nextBoolean() ? message : noise(MOST_NOISE);
    return new Act.Request(headers, framed(random.nextInt(2), data.size(), data));
  }

  private Act request(ByteString data) {
    return new Act.Request(headers(), data);
  }

  private String path() {
    return "/" + method.path();
  }

  private List<Header> headers() {
    return Headers.of(path());
  }

  private ByteString cut(ByteString frame) {
    return frame.substring(0, random.nextInt(frame.size()));
  }

  private int wrongLength(int length) {
    return switch (random.nextInt(4)) {
      case 0 -> length + random.nextInt(1, 100);
      case 1 -> Math.max(0, length - random.nextInt(1, 8));
      case 2 -> Integer.MAX_VALUE;
      default -> random.nextInt(); // read as unsigned
    };
  }

  private ByteString framed(int flags, int length, ByteString message) {
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).put((byte) flags).putInt(length);
    return ByteString.copyFrom(prefix.flip()).concat(message);
  }

  /** Frames whose lengths are right, so that the next one is found; all else is random. */
  private ByteString randomFrames() {
    ByteString frames = ByteString.EMPTY;
    for (int left = random.nextInt(1, 12); left > 0; left--) {
      ByteString payload = noise(64);
      ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER_BYTES);
      header.put((byte) 0).putShort((short) payload.size());
      header.put((byte) random.nextInt(12)).put((byte) random.nextInt(256));
      header.putInt(random.nextInt(8)).flip();
      frames = frames.concat(ByteString.copyFrom(header)).concat(payload);
    }
    return frames;
  }

  private ByteString noise(int most) {
    var noise = new byte[random.nextInt(most)];
    random.nextBytes(noise);
    return ByteString.copyFrom(noise);
  }
}
