package io.latentmesh.bench.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says about this process's memory. */
final class ProcessMemory {
  private ProcessMemory() {}

  /** The most that was ever resident, in KiB; 0 where nobody says. */
  static long peakKib() {
    try {
      return peakKib(Files.readAllLines(Path.of("/proc/self/status")));
    } catch (IOException notLinux) {
      return 0;
    }
  }

  static long peakKib(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0L);
  }
}
