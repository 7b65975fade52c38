package io.latentmesh.networks.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Map;

/** The first bytes of a safetensors file: the header's length and its JSON, padded to 8 bytes. */
public final class HeaderBytes {
  private static final JsonFactory JSON = new JsonFactory();

  private HeaderBytes() {}

  /**
   * A header, to be read from the buffer once.
   *
   * @param entries in the order of their data; here their offsets count from the end of the header
   */
  public static ByteBuffer of(Map<String, String> metadata, Collection<TensorEntry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      writeMetadata(json, metadata);
      for (TensorEntry entry : entries) {
        writeEntry(json, entry);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always written", e);
    }
    while (bytes.size() % 8 != 0) {
      bytes.write(' ');
    }
    return ByteBuffer.allocate(8 + bytes.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(bytes.size())
        .put(bytes.toByteArray())
        .flip();
  }

  private static void writeMetadata(JsonGenerator json, Map<String, String> metadata)
      throws IOException {
    if (metadata.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("__metadata__");
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static void writeEntry(JsonGenerator json, TensorEntry entry) throws IOException {
    json.writeObjectFieldStart(entry.name());
    json.writeStringField("dtype", entry.dtype().name());
    json.writeArrayFieldStart("shape");
    for (long extent : entry.shape()) {
      json.writeNumber(extent);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("data_offsets");
    json.writeNumber(entry.begin());
    json.writeNumber(entry.end());
    json.writeEndArray();
    json.writeEndObject();
  }
}
