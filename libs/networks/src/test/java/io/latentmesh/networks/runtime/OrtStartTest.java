package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OrtStartTest {
  @Test
  @EnabledOnOs(OS.LINUX) // elsewhere nobody reads the command line
  void environment_commandLineOfManyKilobytes_starts(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dpadding=" + "x".repeat(60_000),
                "-cp",
                System.getProperty("java.class.path"),
                StartOnly.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  @Test
  void stackBytes_noCommandLineToRead_isTheUsual(@TempDir Path folder) {
    assertThat(OrtStart.stackBytes(folder.resolve("missing"))).isEqualTo(1 << 20);
  }

  /** The process of the first test. */
  static final class StartOnly {
    private StartOnly() {}

    public static void main(String[] arguments) {
      System.exit(OrtStart.environment().getVersion().isEmpty() ? 1 : 0);
    }
  }
}
