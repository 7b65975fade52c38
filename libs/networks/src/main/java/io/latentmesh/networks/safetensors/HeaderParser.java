package io.latentmesh.networks.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a header's JSON token by token and checks each tensor by itself. A hostile header costs no
 * more than a small multiple of its own length: nothing is kept but what is listed, and tensors,
 * metadata and ranks are counted against bounds far above any real model.
 */
final class HeaderParser {
  static final int MAX_TENSORS = 100_000;
  static final int MAX_METADATA = 100_000;
  static final int MAX_RANK = 64;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).build())
          .build();

  private final Path file;
  private final JsonParser json;
  private final long dataBegin;
  private final long dataLength;
  private final Map<String, TensorEntry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private HeaderParser(Path file, JsonParser json, long dataBegin, long dataLength) {
    this.file = file;
    this.json = json;
    this.dataBegin = dataBegin;
    this.dataLength = dataLength;
  }

  /**
   * @param dataBegin first byte after the header
   * @param dataLength bytes from there to the file's end
   */
  static Header parse(Path file, Reader header, long dataBegin, long dataLength)
      throws IOException {
    try (JsonParser json = JSON.createParser(header)) {
      return new HeaderParser(file, json, dataBegin, dataLength).parse();
    } catch (JsonProcessingException e) {
      throw new SafetensorsException(
          file, "header: is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private Header parse() throws IOException {
    expect(JsonToken.START_OBJECT, "header: must be a JSON object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (name.equals("__metadata__")) {
        readMetadata();
      } else {
        bound("header: tensors", entries.size() + 1, MAX_TENSORS);
        entries.put(name, readTensor(name));
      }
    }
    if (json.nextToken() != null) {
      throw problem("header: must end with its object, was followed by " + json.currentToken());
    }
    return new Header(entries, metadata);
  }

  private void readMetadata() throws IOException {
    expect(JsonToken.START_OBJECT, "__metadata__: must be an object of strings");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      bound("__metadata__: keys", metadata.size() + 1, MAX_METADATA);
      expect(JsonToken.VALUE_STRING, "__metadata__ '" + key + "': must be a string");
      metadata.put(key, json.getText());
    }
  }

  private TensorEntry readTensor(String name) throws IOException {
    String tensor = "tensor '" + name + "': ";
    expect(JsonToken.START_OBJECT, tensor + "must be an object");
    Dtype dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      switch (json.currentName()) {
        case "dtype" -> dtype = readDtype(tensor);
        case "shape" -> shape = readNumbers(tensor + "shape");
        case "data_offsets" -> offsets = readNumbers(tensor + "data_offsets");
        default -> throw unknownField(tensor);
      }
    }
    return entry(
        name,
        require(dtype, tensor + "dtype"),
        require(shape, tensor + "shape"),
        require(offsets, tensor + "data_offsets"));
  }

  /** The format has three; a fourth would mean something that is not understood here. */
  private SafetensorsException unknownField(String tensor) throws IOException {
    return problem(tensor + "must have dtype, shape and data_offsets only, had " + shortened());
  }

  private Dtype readDtype(String tensor) throws IOException {
    expect(JsonToken.VALUE_STRING, tensor + "dtype: must be a string");
    String found = json.getText();
    return Dtype.named(found)
        .orElseThrow(() ->
            problem(tensor + "dtype: must be one of " + Dtype.names() + ", was '" + found + "'"));
  }

  private List<Long> readNumbers(String field) throws IOException {
    expect(JsonToken.START_ARRAY, field + ": must be an array");
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      bound(field + ": numbers", numbers.size() + 1, MAX_RANK);
      numbers.add(readNumber(field));
    }
    return numbers;
  }

  private long readNumber(String field) throws IOException {
    boolean integer = json.currentToken() == JsonToken.VALUE_NUMBER_INT;
    boolean fits = integer && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    if (!fits || json.getLongValue() < 0) {
      throw problem(field + ": must be integers from 0 to 2^63 - 1, was " + shortened());
    }
    return json.getLongValue();
  }

  private TensorEntry entry(String name, Dtype dtype, List<Long> shape, List<Long> offsets) {
    String field = "tensor '" + name + "': data_offsets: ";
    if (offsets.size() != 2) {
      throw problem(field + "must be 2 numbers, was " + offsets);
    }
    long begin = offsets.getFirst();
    long end = offsets.getLast();
    if (begin > end) {
      throw problem(field + "must not end before they begin, was " + offsets);
    }
    if (end > dataLength) {
      throw problem(field + "must end within the file's " + dataLength + " bytes, was " + offsets);
    }
    long bytes = byteCount(name, dtype, shape);
    if (end - begin != bytes) {
      throw problem(
          "%smust span %d bytes for shape %s of %s, was %s, which is %d"
              .formatted(field, bytes, shape, dtype, offsets, end - begin));
    }
    return new TensorEntry(name, dtype, shape, dataBegin + begin, dataBegin + end);
  }

  private long byteCount(String name, Dtype dtype, List<Long> shape) {
    try {
      long bytes = dtype.bytes();
      for (long extent : shape) {
        bytes = Math.multiplyExact(bytes, extent);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw problem("tensor '" + name + "': shape: must be below 2^63 bytes, was " + shape);
    }
  }

  private void expect(JsonToken expected, String rule) throws IOException {
    if (json.nextToken() != expected) {
      throw problem(rule + ", was " + shortened());
    }
  }

  private void bound(String what, int count, int most) {
    if (count > most) {
      throw problem(what + ": must be at most " + most + ", was more");
    }
  }

  private <T> T require(@Nullable T value, String field) {
    if (value == null) {
      throw problem(field + ": must be given, was missing");
    }
    return value;
  }

  private String shortened() throws IOException {
    String text = json.currentToken() == null ? "nothing" : json.getText();
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private SafetensorsException problem(String problem) {
    return new SafetensorsException(file, problem);
  }
}
