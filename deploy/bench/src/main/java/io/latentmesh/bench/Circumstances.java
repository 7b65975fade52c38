package io.latentmesh.bench;

import java.nio.file.Path;

/** The line that every kept result begins with. */
public final class Circumstances {
  private Circumstances() {}

  /** Command, machine and commit. */
  public static String line(String command, Path repository) {
    return "Command: `%s`. Machine: %s. Commit: %s."
        .formatted(command, Machine.describe(), Machine.commit(repository));
  }
}
