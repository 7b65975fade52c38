package io.latentmesh.bench.resources;

import io.latentmesh.bench.HostCommand;
import io.latentmesh.bench.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Java process of this machine and user.
 *
 * @param name for people
 * @param pid its process id
 * @param metrics address of its metrics page
 */
public record ServedProcess(String name, long pid, String metrics) {
  private static final double KIB = 1024;

  /**
   * Has the process collect its garbage and reads what is left.
   *
   * @throws IllegalStateException when the process has ended
   * @throws UncheckedIOException when this is no Linux
   */
  public Holding holding() {
    collectGarbage();
    return new Holding(
        Scrape.from(metrics).sum("jvm_memory_used_bytes", "area=\"heap\""),
        residentBytes(),
        entries("fd"),
        entries("task"));
  }

  private void collectGarbage() {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    HostCommand.run(List.of(jcmd, String.valueOf(pid), "GC.run"));
  }

  private double residentBytes() {
    try (Stream<String> lines = Files.lines(proc("status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * KIB)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private double entries(String folder) {
    try (Stream<Path> entries = Files.list(proc(folder))) {
      return entries.count();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path proc(String entry) {
    return Path.of("/proc", String.valueOf(pid), entry);
  }
}
