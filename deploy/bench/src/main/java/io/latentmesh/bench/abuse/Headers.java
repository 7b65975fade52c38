package io.latentmesh.bench.abuse;

import io.latentmesh.bench.abuse.BadCall.Header;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Headers of a call as gRPC wants them, and as HPACK writes them (RFC 7541). */
final class Headers {
  private static final int LITERAL_WITHOUT_INDEXING = 0;
  private static final int SHORT = 127; // what the first byte of a length holds

  private Headers() {}

  static List<Header> of(String path) {
    return List.of(
        new Header(":method", "POST"),
        new Header(":scheme", "http"),
        new Header(":path", path),
        new Header(":authority", "localhost"),
        new Header("content-type", "application/grpc"),
        new Header("te", "trailers"));
  }

  /** All of them as literals: nothing is remembered between calls. */
  static byte[] block(List<Header> headers) {
    var block = new ByteArrayOutputStream();
    for (Header header : headers) {
      block.write(LITERAL_WITHOUT_INDEXING);
      text(block, header.name());
      text(block, header.value());
    }
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int left = bytes.length;
    if (left < SHORT) {
      block.write(left);
    } else {
      block.write(SHORT);
      for (left -= SHORT; left >= 128; left >>= 7) {
        block.write((left & 127) | 128);
      }
      block.write(left);
    }
    block.writeBytes(bytes);
  }
}
