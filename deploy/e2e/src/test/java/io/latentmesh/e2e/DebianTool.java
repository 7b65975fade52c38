package io.latentmesh.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Programs that are not ours, and that a machine may lack. */
final class DebianTool {
  private DebianTool() {}

  /** The program's file; where there is none, the test that asks is skipped and says why. */
  static Path require(String program, String debianPackage) {
    Optional<Path> found = find(program);
    assumeTrue(
        found.isPresent(),
        "%s is not installed (Debian and Ubuntu: apt install %s)"
            .formatted(program, debianPackage));
    return found.orElseThrow();
  }

  private static Optional<Path> find(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
