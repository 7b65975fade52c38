package io.latentmesh.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a reading was taken: processor, cores, Java and the commit of the checkout. */
final class Machine {
  private Machine() {}

  static String describe() {
    return "%s, %d cores, %s, Java %s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("java.version"));
  }

  /** The commit that is checked out in {@code repository}, or "unknown" outside a checkout. */
  static String commit(Path repository) {
    try {
      Process git =
          new ProcessBuilder("git", "-C", repository.toString(), "describe", "--always", "--dirty")
              .start();
      String commit =
          new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
              .strip();
      return commit.isEmpty() ? "unknown" : commit;
    } catch (IOException noGit) {
      return "unknown";
    }
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }
}
