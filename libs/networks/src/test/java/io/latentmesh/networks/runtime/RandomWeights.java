package io.latentmesh.networks.runtime;

import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.graph.WeightsException;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the weights that networks ask for: what a definition misses, it names with its shape. */
final class RandomWeights {
  private static final Pattern MISSING =
      Pattern.compile("(.+): expected shape \\[(.*)], found no such tensor");

  private final Random random = new Random(1);
  private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

  /** Writes {@code file} so that every one of {@code networks} fits. */
  static void write(Path file, List<Function<Weights, NetworkGraph>> networks) {
    RandomWeights weights = new RandomWeights();
    weights.writeTo(file);
    networks.forEach(network -> weights.ask(file, network));
    weights.writeTo(file);
  }

  /** The same in F16 and all zeros, which take no room on a disk whatever their number. */
  static void writeSparse(Path file, List<Function<Weights, NetworkGraph>> networks) {
    RandomWeights weights = new RandomWeights();
    weights.writeTo(file);
    networks.forEach(network -> weights.ask(file, network));
    StringJoiner header = new StringJoiner(",", "{", "}");
    long end = 0;
    for (Map.Entry<String, List<Long>> tensor : weights.shapes.entrySet()) {
      long begin = end;
      end += 2 * elements(tensor.getValue());
      header.add(
          "\"%s\":{\"dtype\":\"F16\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(tensor.getKey(), tensor.getValue(), begin, end));
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(0);
      raw.writeLong(Long.reverseBytes(json.length));
      raw.write(json);
      raw.setLength(Long.BYTES + json.length + end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ask(Path file, Function<Weights, NetworkGraph> network) {
    try (SafetensorsFile empty = SafetensorsFile.open(file)) {
      NetworkGraph complete = network.apply(Weights.of(empty));
      throw new IllegalStateException("a network of " + complete.parameters() + " parameters");
    } catch (WeightsException e) {
      e.problems().forEach(this::note);
    }
  }

  private void note(String problem) {
    Matcher missing = MISSING.matcher(problem);
    if (!missing.matches()) {
      throw new IllegalStateException(problem);
    }
    List<Long> shape = Arrays.stream(missing.group(2).split(", ")).map(Long::valueOf).toList();
    shapes.putIfAbsent(missing.group(1), shape);
  }

  private void writeTo(Path file) {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.floats("unused", List.of(1L), new float[1]);
    shapes.forEach((name, shape) -> writer.floats(name, shape, values(shape)));
    try {
      writer.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Small enough that no activation grows without bound. */
  private float[] values(List<Long> shape) {
    float[] values = new float[Math.toIntExact(elements(shape))];
    double gain = 1 / Math.sqrt((double) values.length / shape.getFirst());
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * gain);
    }
    return values;
  }

  private static long elements(List<Long> shape) {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}
