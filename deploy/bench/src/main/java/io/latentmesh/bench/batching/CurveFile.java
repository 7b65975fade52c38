package io.latentmesh.bench.batching;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latentmesh.unet.engine.BatchCurve;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A batch curve with its origin, as kept in deploy/bench/curves.
 *
 * @param source where the numbers were published or how they were measured
 * @param assumed what they do not say and the file adds
 * @param millisByRows of one forward
 */
record CurveFile(
    String name,
    String title,
    String source,
    String assumed,
    @JsonProperty("milliseconds_by_rows") SortedMap<Integer, Double> millisByRows) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** All curves of a folder, by name of file. */
  static List<CurveFile> readAll(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(CurveFile::read)
          .toList();
    }
  }

  BatchCurve curve() {
    TreeMap<Integer, Long> nanos = new TreeMap<>();
    millisByRows.forEach((rows, millis) -> nanos.put(rows, Math.round(millis * NANOS_PER_MILLI)));
    return new BatchCurve(nanos);
  }

  private static CurveFile read(Path file) {
    try {
      return new ObjectMapper().readValue(file.toFile(), CurveFile.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
