package io.latentmesh.e2e.observability;

import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of series in {@code docs/operations.md}. */
public final class MetricsList {
  private static final Pattern SERIES =
      Pattern.compile("`([A-Za-z_][A-Za-z0-9_]*)(?:\\{([a-z_0-9,]*)})?`");
  private static final List<String> MODELS = List.of("text-encoder-svc", "unet-svc", "vae-svc");
  private static final Pattern SOMETIMES = Pattern.compile(", (?:with|from) .*");

  private final List<Row> rows;

  private MetricsList(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  private record Row(String name, Set<String> labels, String where) {
    Row {
      labels = Set.copyOf(labels);
    }
  }

  /**
   * The tables as they stand.
   *
   * @throws UncheckedIOException if the page cannot be read
   */
  public static MetricsList read() {
    try {
      String page = Files.readString(Repository.root().resolve("docs/operations.md"));
      int begin = page.indexOf("\n## Metrics");
      int end = page.indexOf("\n## ", begin + 1);
      return new MetricsList(
          page.substring(begin, end)
              .lines()
              .filter(line -> line.startsWith("| `"))
              .flatMap(line -> rows(line).stream())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What processes of ours must show, whatever they are told and whatever happens. */
  public Set<Series> promised() {
    return rows.stream()
        .filter(row -> !SOMETIMES.matcher(row.where).find())
        .flatMap(MetricsList::everywhere)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What processes of ours may show. */
  public Set<Series> allowed() {
    return rows.stream()
        .flatMap(MetricsList::everywhere)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All names, those of other programs included. */
  public Set<String> names() {
    return rows.stream().map(Row::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Row> rows(String line) {
    String[] cells = line.split("\\|", -1);
    List<Row> rows = new ArrayList<>();
    Matcher series = SERIES.matcher(cells[1]);
    while (series.find()) {
      String labels = series.group(2);
      rows.add(
          new Row(
              series.group(1),
              labels == null ? Set.of() : Set.copyOf(Arrays.asList(labels.split(",", -1))),
              cells[2].strip()));
    }
    return rows;
  }

  private static Stream<Series> everywhere(Row row) {
    return applications(row.where).stream()
        .map(application -> new Series(application, row.name, row.labels));
  }

  private static List<String> applications(String where) {
    return switch (SOMETIMES.matcher(where).replaceAll("")) {
      case "all" -> List.of("orchestrator", "text-encoder-svc", "unet-svc", "vae-svc");
      case "models" -> MODELS;
      case "text, vae" -> List.of("text-encoder-svc", "vae-svc");
      case "unet" -> List.of("unet-svc");
      case "orchestrator" -> List.of("orchestrator");
      default -> List.of();
    };
  }
}
