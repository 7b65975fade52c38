package io.latentmesh.e2e.observability;

import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rules of {@code deploy/observability/prometheus} and their cases. What is valid, promtool
 * says; this only finds names and texts in files that are laid out alike.
 */
public final class Rules {
  private static final Pattern RECORD =
      Pattern.compile("record: '?([A-Za-z0-9_:]+)'?,?\\s+expr: '?(.*?)'?}?$", Pattern.MULTILINE);

  private Rules() {}

  /**
   * An alert.
   *
   * @param text its part of the file
   */
  record Alert(String name, String text) {
    String expr() {
      return field("expr").orElseThrow();
    }

    /** The rest of the first line that begins with it, without quotes. */
    Optional<String> field(String key) {
      Matcher line = Pattern.compile("^ *" + key + ": '?(.*?)'?$", Pattern.MULTILINE).matcher(text);
      return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }
  }

  /** The rules' file. */
  public static Path file() {
    return Repository.root().resolve("deploy/observability/prometheus/latentmesh.rules.yml");
  }

  /** The file of the cases that promtool runs. */
  static Path cases() {
    return file().resolveSibling("latentmesh.rules.test.yml");
  }

  static List<Alert> alerts() {
    String[] parts = read(file()).split("- alert: ", -1);
    return Arrays.stream(parts)
        .skip(1)
        .map(part -> new Alert(part.lines().findFirst().orElseThrow(), part))
        .toList();
  }

  /** Names of what is recorded, and from what. */
  static List<Query> recorded() {
    return RECORD
        .matcher(read(file()))
        .results()
        .map(rule -> new Query(rule.group(1), rule.group(2)))
        .toList();
  }

  static Set<String> recordedNames() {
    return recorded().stream().map(Query::place).collect(Collectors.toCollection(TreeSet::new));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
