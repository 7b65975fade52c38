package io.latentmesh.networks.folder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small JSON file as plain Java values: maps, lists, String, Boolean, Long, Double and {@link
 * Null}. Jackson's streaming core only: its data binding would cost a third of a second of every
 * cold start, for five files of a kilobyte.
 */
final class JsonFile {
  /** Far above any real config; keeps a wrong file from being read into memory. */
  static final long MAX_BYTES = 4_000_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build())
          .build();

  private JsonFile() {}

  /** JSON's null, which is not the same as a key that is missing. */
  enum Null {
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }

  /** The file's one object, in its order. */
  static Map<String, Object> read(Path file) {
    return parse(file, text(file));
  }

  /** The same of a text; {@code file} is what errors name. */
  static Map<String, Object> parse(Path file, String text) {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new ModelFolderException(file, "must be a JSON object, was not");
      }
      Map<String, Object> object = object(json);
      if (json.nextToken() != null) {
        throw new ModelFolderException(
            file, "must end with its object, was followed by " + json.getText());
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new ModelFolderException(file, "is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelFolderException(file, "cannot be read: " + e, e);
    }
  }

  /** A small UTF-8 file as it is. */
  static String text(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new ModelFolderException(file, "must be a file, was missing");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new ModelFolderException(
            file, "size: must be at most " + MAX_BYTES + " bytes, was " + Files.size(file));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new ModelFolderException(file, "cannot be read: " + e, e);
    }
  }

  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      object.put(key, value(json));
    }
    return object;
  }

  private static List<Object> list(JsonParser json) throws IOException {
    List<Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(json));
    }
    return list;
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> list(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> integer(json);
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Null.NULL;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("not a value: " + json.currentToken());
    };
  }

  /** An integer beyond a long is beyond every bound here: as good as a float. */
  private static Object integer(JsonParser json) throws IOException {
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return json.getDoubleValue();
    }
    return json.getLongValue();
  }
}
