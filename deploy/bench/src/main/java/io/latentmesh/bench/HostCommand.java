package io.latentmesh.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program of this machine, run to its end. */
public final class HostCommand {
  private HostCommand() {}

  /**
   * What it says on its standard output, without the last line break.
   *
   * @throws IllegalStateException when it ends with another code than 0; with what it said
   */
  public static String run(List<String> command) {
    try {
      Path complaints = Files.createTempFile("latentmesh-command", ".err");
      try {
        return run(command, complaints);
      } finally {
        Files.delete(complaints);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String run(List<String> command, Path complaints)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "%s ended with %d: %s"
              .formatted(
                  String.join(" ", command), code, Files.readString(complaints).strip() + said));
    }
    return said.stripTrailing();
  }
}
