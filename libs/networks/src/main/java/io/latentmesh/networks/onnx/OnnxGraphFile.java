package io.latentmesh.networks.onnx;

import io.latentmesh.networks.safetensors.FileHash;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An exported graph as its file describes it. Holds no file open.
 *
 * @param file absolute; links are not resolved
 * @param inputs those that a caller must give
 * @param weights what it computes with
 */
public record OnnxGraphFile(
    Path file, List<OnnxArgument> inputs, List<OnnxArgument> outputs, OnnxWeights weights) {
  public OnnxGraphFile {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Reads a file: its graph, not its weights.
   *
   * @throws OnnxFileException if it is missing or malformed, or names weights outside its folder
   */
  public static OnnxGraphFile read(Path file) {
    return OnnxReader.read(file.toAbsolutePath().normalize());
  }

  /**
   * Identifies the bytes of the graph and its weights, all of which are read: see {@link
   * FileHash#sha256(List)}; the graph's file comes first.
   */
  public String sha256() {
    return FileHash.sha256(
        Stream.concat(Stream.of(file), weights.files().stream().sorted()).toList());
  }

  /** An input by its name. */
  public Optional<OnnxArgument> input(String name) {
    return inputs.stream().filter(input -> input.name().equals(name)).findFirst();
  }

  /** An output by its name. */
  public Optional<OnnxArgument> output(String name) {
    return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
  }

  /**
   * An input that must be there.
   *
   * @throws OnnxFileException if it is not
   */
  public OnnxArgument requireInput(String name) {
    return input(name)
        .orElseThrow(() ->
            new OnnxFileException(
                file, "must have an input '%s', has %s".formatted(name, names(inputs))));
  }

  /**
   * Refuses a graph that lacks an output.
   *
   * @throws OnnxFileException if it does
   */
  public void requireOutput(String name) {
    if (output(name).isEmpty()) {
      throw new OnnxFileException(
          file, "must have an output '%s', has %s".formatted(name, names(outputs)));
    }
  }

  /** What to throw if the graph cannot be run here. */
  public OnnxFileException unsupported(String problem) {
    return new OnnxFileException(file, problem);
  }

  private static List<String> names(List<OnnxArgument> arguments) {
    return arguments.stream().map(OnnxArgument::name).toList();
  }
}
