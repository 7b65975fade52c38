package io.latentmesh.networks.safetensors;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Whether the tensors of a file cover its data exactly: no byte twice, none left over. A file that
 * hides bytes between tensors, or shows the same bytes twice, is not what its hash and its
 * parameter count claim.
 */
final class Coverage {
  private Coverage() {}

  static void check(Path file, Map<String, TensorEntry> entries, long dataBegin, long fileLength) {
    List<TensorEntry> inOrder =
        entries.values().stream()
            .sorted(
                Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end))
            .toList();
    long position = dataBegin;
    for (TensorEntry entry : inOrder) {
      if (entry.begin() != position) {
        throw new SafetensorsException(file, misplaced(entry, position, dataBegin));
      }
      position = entry.end();
    }
    if (position != fileLength) {
      throw new SafetensorsException(
          file,
          "data: must be covered by tensors, but bytes %d to %d belong to none"
              .formatted(position - dataBegin, fileLength - dataBegin));
    }
  }

  private static String misplaced(TensorEntry entry, long position, long dataBegin) {
    String problem =
        entry.begin() < position
            ? "overlaps the tensor before it"
            : "leaves a hole behind the tensor before it";
    return "tensor '%s': data_offsets: must begin at %d, was %d: %s"
        .formatted(entry.name(), position - dataBegin, entry.begin() - dataBegin, problem);
  }
}
