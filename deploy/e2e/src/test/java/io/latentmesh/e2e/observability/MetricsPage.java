package io.latentmesh.e2e.observability;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A metrics page.
 *
 * @param application whose it is
 */
public record MetricsPage(String application, List<String> lines) {
  private static final Pattern SAMPLE = Pattern.compile("([A-Za-z0-9_:]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL =
      Pattern.compile("([A-Za-z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final String HISTOGRAM = "# TYPE ";
  private static final Set<String> NO_LABELS_OF_THE_KIND = Set.of("application", "le");

  public MetricsPage {
    lines = List.copyOf(lines);
  }

  /** Reads the text of a page. */
  public static MetricsPage of(String application, String text) {
    return new MetricsPage(application, text.lines().toList());
  }

  /** How many series it has: one a line. */
  public long count() {
    return samples().count();
  }

  /** The kinds of series on it. */
  public Set<Series> series() {
    Set<String> histograms = histograms();
    return samples()
        .map(line -> series(line, histograms))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of each histogram on it, the most bounds that one of its series has, without infinity. */
  public int mostBuckets() {
    return samples()
        .filter(line -> line.contains("_bucket{") && !line.contains("le=\"+Inf\""))
        .map(line -> line.replaceAll("le=\"[^\"]*\"", "").replaceAll(" \\S+$", ""))
        .collect(Collectors.groupingBy(line -> line, Collectors.counting()))
        .values()
        .stream()
        .mapToInt(Long::intValue)
        .max()
        .orElse(0);
  }

  private Stream<String> samples() {
    return lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#"));
  }

  private Set<String> histograms() {
    return lines.stream()
        .filter(line -> line.startsWith(HISTOGRAM))
        .map(line -> line.split(" ", -1))
        .filter(words -> words[3].equals("histogram") || words[3].equals("summary"))
        .map(words -> words[2])
        .collect(Collectors.toSet());
  }

  private Series series(String line, Set<String> histograms) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new IllegalArgumentException("not a sample: " + line);
    }
    return new Series(application, family(sample.group(1), histograms), labels(sample.group(2)));
  }

  /** Micrometer adds to each histogram a gauge of the latest maximum, which is not told apart. */
  private static String family(String name, Set<String> histograms) {
    return Stream.of("_bucket", "_count", "_sum", "_max")
        .filter(name::endsWith)
        .map(suffix -> name.substring(0, name.length() - suffix.length()))
        .filter(histograms::contains)
        .findFirst()
        .orElse(name);
  }

  private static Set<String> labels(@Nullable String labels) {
    if (labels == null) {
      return Set.of();
    }
    Matcher label = LABEL.matcher(labels);
    Set<String> names = new TreeSet<>();
    while (label.find()) {
      names.add(label.group(1));
    }
    names.removeAll(NO_LABELS_OF_THE_KIND);
    return names;
  }

  /** The services that a mesh consists of, as they call themselves. */
  public static List<String> applications() {
    return Arrays.asList("orchestrator", "text-encoder-svc", "unet-svc", "vae-svc");
  }
}
