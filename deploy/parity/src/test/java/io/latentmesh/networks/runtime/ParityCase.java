package io.latentmesh.networks.runtime;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.ModelFolderException;
import io.latentmesh.networks.folder.TextComponent;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** A folder of the fixtures that has a Stable Diffusion model and what it should compute. */
record ParityCase(Path folder, JsonNode expected) {
  private static final Pattern PIPELINES =
      Pattern.compile("(StableDiffusion(XL)?|LatentConsistencyModel)(Img2Img|Inpaint)?Pipeline");

  /** Python writes infinities, which JSON does not know. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** One dynamic test for each case that has the tensor {@code needed}. */
  static Stream<DynamicTest> tests(String needed, Consumer<ParityCase> body) {
    List<ParityCase> cases = all().filter(c -> c.hasTensor(needed)).toList();
    Assumptions.assumeFalse(cases.isEmpty(), "no case with " + needed + " below " + fixtures());
    return cases.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> body.accept(c)));
  }

  /** Whether there is a tensor whose name matches the regular expression. */
  private boolean hasTensor(String needed) {
    return expected.path("tensors").propertyStream().anyMatch(e -> e.getKey().matches(needed));
  }

  String name() {
    return String.valueOf(folder.getFileName());
  }

  /** The model; the test is aborted with the reason if its configuration is not supported. */
  DiffusersFolder model() {
    return open(modelFolder());
  }

  /** The models of all cases, and the refiners that come with some. */
  static Stream<Path> models() {
    return all().flatMap(ParityCase::modelFolders).map(Path::normalize).distinct();
  }

  private Stream<Path> modelFolders() {
    Stream<Path> own = Stream.of(modelFolder());
    return hasRefiner() ? Stream.concat(own, Stream.of(refinerFolder())) : own;
  }

  boolean hasRefiner() {
    return expected.has("refiner");
  }

  Path refinerFolder() {
    return folder.resolve(expected.path("refiner").asText());
  }

  /** A text encoder and what the names of its tensors begin with. */
  record Text(String prefix, TextComponent component) {}

  /** The model's text encoders: "text", or "text1" and "text2". */
  List<Text> texts() {
    List<TextComponent> encoders = model().textEncoders();
    return expected.path("tensors").has("text/input_ids")
        ? List.of(new Text("text", encoders.getFirst()))
        : List.of(new Text("text1", encoders.getFirst()), new Text("text2", encoders.getLast()));
  }

  /** The case of this name; the test is aborted if the fixtures do not have it or the tensor. */
  static ParityCase withTensor(String name, String tensor) {
    return all()
        .filter(c -> c.name().equals(name) && c.hasTensor(Pattern.quote(tensor)))
        .findFirst()
        .orElseGet(() -> Assumptions.abort("no case " + name + " with " + tensor));
  }

  /** See {@link #model}. */
  static DiffusersFolder open(Path model) {
    try {
      return DiffusersFolder.open(model);
    } catch (ModelFolderException e) {
      return Assumptions.abort(e.toString());
    }
  }

  Tensors tensors() {
    return new Tensors(SafetensorsFile.open(folder.resolve("expected.safetensors")));
  }

  private Path modelFolder() {
    return folder.resolve(expected.path("model").asText());
  }

  private boolean isStableDiffusion() {
    Path index = modelFolder().resolve("model_index.json");
    return expected.has("model")
        && Files.exists(index)
        && PIPELINES.matcher(read(index).path("_class_name").asText()).matches();
  }

  private static Stream<ParityCase> all() {
    try (Stream<Path> folders = Files.list(fixtures())) {
      return folders
          .sorted()
          .filter(folder -> Files.exists(folder.resolve("expected.json")))
          .map(folder -> new ParityCase(folder, read(folder.resolve("expected.json"))))
          .filter(ParityCase::isStableDiffusion)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path fixtures() {
    return Path.of(System.getProperty("latentmesh.fixtures"));
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case's tensors, by name. */
  record Tensors(SafetensorsFile file) implements AutoCloseable {
    boolean has(String name) {
      return file.entries().containsKey(name);
    }

    float[] floats(String name) {
      return file.floats(name);
    }

    /** The tensor cut along its first axis. */
    List<float[]> rows(String name) {
      float[] all = file.floats(name);
      int rows = length(name, 0);
      int length = all.length / rows;
      return Stream.iterate(0, i -> i < rows, i -> i + 1)
          .map(i -> Arrays.copyOfRange(all, i * length, (i + 1) * length))
          .toList();
    }

    /** An integer tensor cut along its first axis. */
    List<long[]> longRows(String name) {
      long[] all = file.longs(name);
      int rows = length(name, 0);
      int length = all.length / rows;
      return Stream.iterate(0, i -> i < rows, i -> i + 1)
          .map(i -> Arrays.copyOfRange(all, i * length, (i + 1) * length))
          .toList();
    }

    int length(String name, int axis) {
      return Math.toIntExact(file.entry(name).shape().get(axis));
    }

    /** Channels, height and width of a tensor {@code [B,C,H,W]}. */
    LatentShape shape(String name) {
      return new LatentShape(length(name, 1), length(name, 2), length(name, 3));
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
