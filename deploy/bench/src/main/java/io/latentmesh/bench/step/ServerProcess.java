package io.latentmesh.bench.step;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@link StepServers} as a process of this class path; ends with this one. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final String echo;
  private final String denoiser;

  private ServerProcess(Process process, String echo, String denoiser) {
    this.process = process;
    this.echo = echo;
    this.denoiser = denoiser;
  }

  static ServerProcess start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-DLATENTMESH_LOG_LEVEL=WARN",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                StepServers.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = firstLine(process);
    int space = line.indexOf(' ');
    if (space < 0) {
      process.destroy();
      throw new IllegalStateException("the servers did not start: '" + line + "'");
    }
    return new ServerProcess(process, line.substring(0, space), line.substring(space + 1));
  }

  String echo() {
    return echo;
  }

  String denoiser() {
    return denoiser;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor();
    } catch (IOException _) {
      process.destroy();
    } catch (InterruptedException interrupted) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    return line == null ? "" : line;
  }
}
