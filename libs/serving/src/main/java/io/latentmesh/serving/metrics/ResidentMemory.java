package io.latentmesh.serving.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * {@code process_resident_memory_bytes}, as the kernel counts it: most of a model is native memory,
 * which no series of the JVM has. No value where there is no {@code /proc}.
 */
record ResidentMemory(Path status) implements MeterBinder {
  private static final String FIELD = "VmRSS:";
  private static final double BYTES_PER_KIB = 1024;

  /** Of this process. */
  ResidentMemory() {
    this(Path.of("/proc/self/status"));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("process.resident.memory", this::bytes)
        .description("Memory of the process that is in RAM, native memory included")
        .baseUnit("bytes")
        .register(registry);
  }

  /** NaN when the file does not tell. */
  double bytes() {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(FIELD))
          .mapToDouble(ResidentMemory::bytes)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** For example {@code VmRSS: 12345 kB}. */
  private static double bytes(String line) {
    String[] words = line.substring(FIELD.length()).strip().split(" ", -1);
    return Double.parseDouble(words[0]) * BYTES_PER_KIB;
  }
}
