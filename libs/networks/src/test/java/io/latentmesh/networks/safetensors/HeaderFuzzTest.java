package io.latentmesh.networks.safetensors;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.latentmesh.networks.fuzz.Bounds;
import io.latentmesh.networks.fuzz.Mutations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a checked header or a refusal. */
class HeaderFuzzTest {
  private static final Path FILE = Path.of("fuzzed.safetensors");
  private static final int DATA = 64;
  private static final Bounds BOUNDS = Bounds.bytes(2_000_000);

  private static final List<String> HEADERS =
      List.of(
          "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,4],\"data_offsets\":[0,32]},"
              + "\"b\":{\"dtype\":\"F16\",\"shape\":[16],\"data_offsets\":[32,64]}}",
          "{\"__metadata__\":{\"format\":\"pt\"},"
              + "\"x\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
              + "\"y\":{\"dtype\":\"BF16\",\"shape\":[7,4,1,1],\"data_offsets\":[8,64]}}",
          "{\"z\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[64,64]},"
              + "\"w\":{\"dtype\":\"BOOL\",\"shape\":[64],\"data_offsets\":[0,64]}}  ");

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\"a\"",
          "\"dtype\"",
          "\"shape\"",
          "null",
          "\\u0000",
          "\"data_offsets\"",
          "\"__metadata__\"",
          "\"F32\"",
          "\"F64\"",
          "[0,64]",
          "[0,0]",
          "true");

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void read_ofAnyBytes_refusesOrCovers(byte[] input) {
    BOUNDS.check(HeaderFuzzTest::read, input);
  }

  @Test
  void read_ofBrokenHeaders_refusesOrCovers() {
    new Mutations(seeds(), TOKENS, BOUNDS).run("safetensors header", HeaderFuzzTest::read);
  }

  private static List<byte[]> seeds() {
    return HEADERS.stream().map(json -> (" " + json).getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** An odd first byte: the rest is a file; an even one: a header, to be framed rightly. */
  private static void read(byte[] input) {
    if (input.length < 10) {
      return;
    }
    boolean whole = (input[0] & 1) == 1;
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    byte[] file = whole ? rest : framed(rest);
    try {
      Header header = SafetensorsFile.readHeader(FILE, MemorySegment.ofArray(file));
      checkCovers(header, file.length);
    } catch (SafetensorsException e) {
      Mutations.requireNames(FILE, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is let through keeps the format's promise, counted in another way than it is checked. */
  private static void checkCovers(Header header, int length) {
    long bytes = header.entries().values().stream().mapToLong(TensorEntry::byteCount).sum();
    for (TensorEntry entry : header.entries().values()) {
      long elements = entry.shape().stream().reduce(1L, Math::multiplyExact);
      if (entry.byteCount() != elements * entry.dtype().bytes()
          || entry.begin() < 8
          || entry.end() < entry.begin()
          || entry.end() > length) {
        throw new AssertionError(entry);
      }
    }
    if (bytes >= length) {
      throw new AssertionError(header.entries());
    }
  }

  private static byte[] framed(byte[] json) {
    return ByteBuffer.allocate(8 + json.length + DATA)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
