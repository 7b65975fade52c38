package io.latentmesh.networks.folder;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorEntry;
import io.latentmesh.networks.safetensors.TensorFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A model folder again, with its weights stored in another way; the rest is linked. */
public final class ModelCopy {
  private ModelCopy() {}

  /** The reference model whose weights are all exact in F16. */
  public static Path sd1() {
    return Path.of(System.getProperty("latentmesh.root", "."))
        .resolve("deploy", "parity", "fixtures", "sd1", "model");
  }

  /** Calls {@code writer} with each weight file and the file that the original's would be. */
  public static Path write(Path model, Path target, BiConsumer<Path, Path> writer) {
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(model.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling("."));
        if (file.toString().endsWith(".safetensors")) {
          writer.accept(file, copy);
        } else {
          Files.createSymbolicLink(copy, file.toRealPath());
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tensors of a file, floats as another type and each value changed by {@code change}. */
  public static Map<String, TensorFiles.Stored> tensors(
      Path file, Dtype dtype, UnaryOperator<Float> change) {
    Map<String, TensorFiles.Stored> tensors = new LinkedHashMap<>();
    try (SafetensorsFile source = SafetensorsFile.open(file)) {
      for (TensorEntry entry : source.entries().values()) {
        if (entry.dtype().isFloat()) {
          float[] values = source.floats(entry.name());
          for (int i = 0; i < values.length; i++) {
            values[i] = change.apply(values[i]);
          }
          tensors.put(entry.name(), TensorFiles.stored(dtype, entry.shape(), values));
        }
      }
    }
    return tensors;
  }
}
