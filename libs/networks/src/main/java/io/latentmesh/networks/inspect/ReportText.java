package io.latentmesh.networks.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as aligned columns. */
final class ReportText {
  private static final String ROW = "%-14s %-27s %10s  %-9s %9s  %-12s  %s";

  private ReportText() {}

  static String of(ModelReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("%s (%s)  %s".formatted(report.name(), report.family().label(), report.root()));
    lines.add(
        "%s, %s, prediction type %s"
            .formatted(report.pipeline(), report.scheduler(), report.predictionType()));
    lines.add("");
    lines.add(ROW.formatted("component", "class", "parameters", "dtype", "size", "sha256", "file"));
    report.components().forEach(component -> lines.add(row(component)));
    lines.add("");
    report.warnings().forEach(warning -> lines.add("warning: " + warning));
    lines.add(report.problems().isEmpty() ? "no problems" : "problems:");
    report.problems().forEach(problem -> lines.add("  " + problem));
    return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
  }

  private static String row(ComponentReport component) {
    WeightReport weights = component.weights();
    if (weights == null) {
      return ROW.formatted(component.name(), component.architecture(), "-", "-", "-", "-", "-");
    }
    String dtypes =
        weights.dtypes().keySet().stream().map(Enum::name).collect(Collectors.joining(","));
    return ROW.formatted(
        component.name(),
        component.architecture(),
        scaled(weights.parameters()),
        dtypes,
        scaled(weights.bytes()) + "B",
        weights.sha256().substring(0, 12),
        weights.file().getFileName());
  }

  /** Three digits and a decimal prefix. */
  private static String scaled(long number) {
    if (number < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f k", number / 1e3);
    }
    if (number < 1_000_000_000) {
      return String.format(Locale.ROOT, "%.2f M", number / 1e6);
    }
    return String.format(Locale.ROOT, "%.2f G", number / 1e9);
  }
}
