package io.latentmesh.networks.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One text out of a JSON object, without keeping the rest. */
final class TopLevel {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build())
          .build();

  private TopLevel() {}

  /**
   * The text under {@code key}; empty if it is missing or no text.
   *
   * @param origin what errors name
   * @throws CheckpointException if it is no JSON object as far as it is read
   */
  static Optional<String> text(Path origin, String json, String key) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new CheckpointException(origin, "must be a JSON object, was not");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals(key) && value == JsonToken.VALUE_STRING) {
          return Optional.of(parser.getText());
        }
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new CheckpointException(origin, "is not valid JSON: " + e.getMessage(), e);
    }
  }
}
