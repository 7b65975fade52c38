package io.latentmesh.cli.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts Java programs of this class path that outlive the command line. Each gets a session of its
 * own where the system can ({@code setsid}), so that neither Ctrl-C nor a closed terminal ends it.
 */
final class JavaProcesses {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private JavaProcesses() {}

  /**
   * Starts a program with its settings file as only argument and its output added to {@code log}.
   *
   * @param mainClass fully qualified name
   */
  static Process start(String mainClass, Path settings, Path log) throws IOException {
    var process =
        new ProcessBuilder(command(mainClass, settings))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
    return process;
  }

  private static List<String> command(String mainClass, Path settings) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(startUpCache());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            mainClass,
            settings.toString()));
    return command;
  }

  private static List<String> startUpCache() {
    String cache = System.getProperty("latentmesh.aot", "");
    if (cache.isEmpty() || Files.notExists(Path.of(cache))) {
      return List.of();
    }
    return List.of("-XX:AOTCache=" + cache, "-Xlog:disable");
  }
}
