package io.latentmesh.parity;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One folder of reference values.
 *
 * @param expected its expected.json
 */
public record FixtureCase(Path folder, JsonNode expected) {
  /** Python writes infinities, which JSON does not know. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  static FixtureCase read(Path folder) {
    return new FixtureCase(folder, json(folder.resolve("expected.json")));
  }

  /** The folder's name. */
  public String name() {
    return String.valueOf(folder.getFileName());
  }

  /** The folder of the case's model; it need not exist. */
  public Path modelFolder() {
    return folder.resolve(expected.path("model").asText("model"));
  }

  /** Whether the case has a diffusers folder of StableDiffusionPipeline. */
  public boolean isStableDiffusion() {
    Path index = modelFolder().resolve("model_index.json");
    return expected.has("model")
        && Files.exists(index)
        && json(index).path("_class_name").asText().equals("StableDiffusionPipeline");
  }

  /** A tensor of expected.safetensors in C order. */
  public float[] floats(String tensor) {
    try (SafetensorsFile file = open()) {
      return file.floats(tensor);
    }
  }

  /** An integer tensor of expected.safetensors in C order. */
  public long[] longs(String tensor) {
    try (SafetensorsFile file = open()) {
      return file.longs(tensor);
    }
  }

  /** The extents of a tensor. */
  public List<Long> shape(String tensor) {
    try (SafetensorsFile file = open()) {
      return file.entry(tensor).shape();
    }
  }

  private SafetensorsFile open() {
    return SafetensorsFile.open(folder.resolve("expected.safetensors"));
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
