package io.latentmesh.networks.checkpoint;

import io.latentmesh.networks.folder.ModelCopy;
import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Checkpoints in one file with the values of a reference model's folder. The names are those of the
 * reference fixture {@code single-file}, paired with the folder's by equal content, so the table
 * under test has no part in them: {@code sd1-names.tsv} has a line for each tensor with the
 * checkpoint's name, the component, the component's name, and the checkpoint's shape.
 */
public final class SingleFileCheckpoints {
  private SingleFileCheckpoints() {}

  private record Pair(String theirs, String component, String ours, List<Long> shape) {}

  /** The weights of {@link ModelCopy#sd1} as one F16 file under the names of old checkpoints. */
  public static Path sd1(Path file) {
    Map<String, TensorFiles.Stored> tensors = new LinkedHashMap<>();
    for (Pair pair : pairs()) {
      try (SafetensorsFile original = SafetensorsFile.open(weights(pair.component()))) {
        tensors.put(
            pair.theirs(),
            original.entry(pair.ours()).dtype().isFloat()
                ? TensorFiles.stored(Dtype.F16, pair.shape(), original.floats(pair.ours()))
                : TensorFiles.positions(pair.shape(), original.longs(pair.ours())));
      }
    }
    tensors.put("betas", TensorFiles.stored(Dtype.F32, List.of(2L), new float[2]));
    tensors.put("model_ema.decay", TensorFiles.stored(Dtype.F32, List.of(), new float[1]));
    return TensorFiles.write(file, tensors);
  }

  /** A file with the published sizes of a family and no values. */
  public static Path published(CheckpointFamily family, Path file) {
    LdmCheckpoint checkpoint =
        switch (family) {
          case SD1 -> PublishedModels.sd1();
          case SD2 -> PublishedModels.sd2();
          case SDXL -> PublishedModels.sdxl();
          case SDXL_REFINER -> PublishedModels.refiner();
        };
    return TensorFiles.writeHole(file, Dtype.F16, checkpoint.shapes());
  }

  static Path weights(String component) {
    String stem = component.equals("text_encoder") ? "model" : "diffusion_pytorch_model";
    return ModelCopy.sd1().resolve(component, stem + ".safetensors");
  }

  private static List<Pair> pairs() {
    try (InputStream resource =
        Objects.requireNonNull(SingleFileCheckpoints.class.getResourceAsStream("sd1-names.tsv"))) {
      List<Pair> pairs = new ArrayList<>();
      new String(resource.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", -1))
          .forEach(line -> pairs.add(new Pair(line[0], line[1], line[2], shape(line[3]))));
      return pairs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Long> shape(String extents) {
    return Arrays.stream(extents.split("x", -1)).map(Long::valueOf).toList();
  }
}
