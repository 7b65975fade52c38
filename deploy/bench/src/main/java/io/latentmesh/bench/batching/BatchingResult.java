package io.latentmesh.bench.batching;

import io.latentmesh.bench.Circumstances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@link BatchingBench} found, for people, for spreadsheets and as a picture. */
public final class BatchingResult {
  private final int requests;
  private final long seed;
  private final List<Study> studies;

  BatchingResult(int requests, long seed, List<Study> studies) {
    this.requests = requests;
    this.seed = seed;
    this.studies = studies;
  }

  /** Writes the tables to {@code file}, all readings beside it as .csv. */
  public void write(Path file, String command, Path repository) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    String page =
        "# Batching policies\n\n" + Circumstances.line(command, repository) + "\n\n" + text();
    Files.writeString(file, page);
    Files.writeString(csvBeside(file), csv());
  }

  /** Draws p50 and p99 against the rate, as PNG. */
  public void draw(Path png) throws IOException {
    new BatchingPlot(studies).write(png);
  }

  /** Markdown. */
  public String text() {
    return """
    %d requests (Poisson, seed %d), 10, 20 or 50 steps, half of them guided (two rows per step), 1 ms from an answer to the next step. \
    The step engine and its policy are the product's; the denoiser only moves the clock by its batch curve.

    *Slowdown* is a request's latency divided by its unloaded latency, which is its steps times (a forward of its rows alone + 1 ms). \
    p50 and p99 are of the slowdown of all requests but the first 5 %%, so that short requests count as much as long ones. \
    *In time* means p99 of at most %.0f.

    * *capacity*: requests per second in the largest forwards that take at most three times t(1); at this rate queues grow without end.
    * *bound*: above it no device with this curve has a p99 in time, whatever its policy, even with knowledge of the future, no network and no steps (`Bound` has the argument).
    * *hindsight*: our policy without a network, knowing beforehand which 1 %% to give up. The best that is possible lies between it and the bound.

    | curve | capacity /s | bound | hindsight | one at a time | static window | ours | ours / bound | ours / hindsight | ours / one at a time | ours best everywhere |
    |---|---|---|---|---|---|---|---|---|---|---|
    %s
    Rates as shares of the capacity but for the first column. *Best everywhere*: p50 and p99 no worse than either other policy at every rate below.

    %s\
    """
        .formatted(
            requests,
            seed,
            Setting.STRETCH,
            studies.stream().map(BatchingResult::summary).collect(Collectors.joining()),
            studies.stream().map(BatchingResult::section).collect(Collectors.joining("\n")));
  }

  private static String summary(Study study) {
    double capacity = study.capacity();
    double ours = study.highest(Contender.OURS);
    return String.format(
        Locale.ROOT,
        "| %s | %.4g | %.2f | %.2f | %.3f | %.3f | %.3f | %.2f | %.2f | %.1f | %s |%n",
        study.file().name(),
        capacity,
        study.bound() / capacity,
        study.hindsight() / capacity,
        study.highest(Contender.ONE_AT_A_TIME) / capacity,
        study.highest(Contender.STATIC_WINDOW) / capacity,
        ours / capacity,
        ours / study.bound(),
        ours / study.hindsight(),
        ours / study.highest(Contender.ONE_AT_A_TIME),
        study.oursWins() ? "yes" : "no");
  }

  private static String section(Study study) {
    StringBuilder page = new StringBuilder();
    page.append("## ").append(study.file().title()).append("\n\n");
    page.append("Source: ").append(study.file().source()).append(". Assumed: ");
    page.append(study.file().assumed()).append(".\n\n");
    page.append("ms by rows: ").append(times(study)).append("\n\n");
    page.append("| p50 / p99 of the slowdown at share of capacity |");
    List<Study.Point> first = study.points(Contender.OURS);
    first.forEach(point -> page.append(String.format(Locale.ROOT, " %.1f |", point.load())));
    page.append("\n|---|").append("---|".repeat(first.size())).append('\n');
    for (Contender contender : Contender.values()) {
      page.append("| ").append(contender.title()).append(" |");
      for (Study.Point point : study.points(contender)) {
        page.append(' ').append(quantiles(point.outcome())).append(" |");
      }
      page.append('\n');
    }
    return page.toString();
  }

  private static String times(Study study) {
    return study.file().millisByRows().entrySet().stream()
        .map(time -> String.format(Locale.ROOT, "%d: %.1f", time.getKey(), time.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String quantiles(Outcome outcome) {
    double p50 = outcome.slowdown(0.5);
    return Double.isInfinite(p50)
        ? "overfull"
        : String.format(Locale.ROOT, "%.2f / %.2f", p50, outcome.slowdown(0.99));
  }

  private String csv() {
    StringBuilder lines =
        new StringBuilder(
            "curve,policy,load,requests_per_second,slowdown_p50,slowdown_p99,seconds_p50,seconds_p99,device_idle\n");
    for (Study study : studies) {
      for (Study.Point point : study.points()) {
        Outcome outcome = point.outcome();
        lines.append(
            String.format(
                Locale.ROOT,
                "%s,%s,%.1f,%.5f,%.4f,%.4f,%.4f,%.4f,%.4f%n",
                study.file().name(),
                point.contender().name().toLowerCase(Locale.ROOT),
                point.load(),
                point.load() * study.capacity(),
                outcome.slowdown(0.5),
                outcome.slowdown(0.99),
                outcome.seconds(0.5),
                outcome.seconds(0.99),
                outcome.idleShare()));
      }
    }
    return lines.toString();
  }

  private static Path csvBeside(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.md$", "");
    return file.resolveSibling(name + ".csv");
  }
}
