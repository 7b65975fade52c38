package io.latentmesh.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a benchmark found, for people and as a file.
 *
 * @param title heading of the file
 * @param body markdown: what was done and the tables, ends with a line break
 * @param goals the numbers that it is held to; may be empty
 */
public record Report(String title, String body, List<Goal> goals) {
  public Report {
    goals = List.copyOf(goals);
  }

  /** The body and one line for each goal. */
  public String text() {
    if (goals.isEmpty()) {
      return body;
    }
    return body
        + "\n"
        + goals.stream().map(goal -> "* " + goal.verdict() + "\n").collect(Collectors.joining());
  }

  /** This report, and another one under its own heading. */
  public Report with(Report other) {
    return new Report(
        title,
        body + "\n## " + other.title() + "\n\n" + other.body(),
        Stream.concat(goals.stream(), other.goals().stream()).toList());
  }

  /** Writes the text with its circumstances. */
  public void write(Path file, String command, Path repository) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(
        file,
        """
        # %s

        Command: `%s`. Machine: %s. Commit: %s.

        %s\
        """
            .formatted(title, command, Machine.describe(), Machine.commit(repository), text()));
  }
}
