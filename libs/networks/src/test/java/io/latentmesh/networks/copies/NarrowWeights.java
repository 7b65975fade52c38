package io.latentmesh.networks.copies;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorFiles;
import io.latentmesh.networks.safetensors.TensorSet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small files of narrow weights, and where their copies go. */
final class NarrowWeights {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /** A copy of {@link #halves} has so many bytes of data. */
  static final long WIDE_BYTES = 3 * 4 + 2 * 4;

  private NarrowWeights() {}

  /** Two tensors whose numbers follow from {@code first}. */
  static TensorSet halves(Path file, float first) {
    Map<String, TensorFiles.Stored> tensors = new LinkedHashMap<>();
    tensors.put("z", TensorFiles.stored(Dtype.F16, List.of(3L), new float[] {first, -0f, 6.1e-5f}));
    tensors.put("a", TensorFiles.stored(Dtype.BF16, List.of(2L, 1L), new float[] {1e30f, first}));
    return written(file, tensors);
  }

  static TensorSet written(Path file, Map<String, TensorFiles.Stored> tensors) {
    TensorFiles.write(file, tensors);
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      return open.tensors();
    }
  }

  /** Copies of any size, as many as there is room for. */
  static WideCopies in(Path folder) {
    return in(folder, Long.MAX_VALUE);
  }

  static WideCopies in(Path folder, long mostBytes) {
    return at(folder, mostBytes, NOON);
  }

  static WideCopies at(Path folder, long mostBytes, Instant now) {
    return new WideCopies(new CopyFolder(folder, new CopyLimits(1, mostBytes, 0), () -> now));
  }
}
