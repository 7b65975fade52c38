package io.latentmesh.e2e.observability;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of a board or an alert.
 *
 * @param place board and panel, or alert
 * @param expr PromQL
 */
public record Query(String place, String expr) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_:][A-Za-z0-9_:]*");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
  private static final Pattern BRACED = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|on|without|ignoring|group_left)\\s*\\([^)]*\\)");
  private static final Set<String> LANGUAGE =
      Set.of(
          "sum",
          "avg",
          "min",
          "max",
          "count",
          "rate",
          "increase",
          "changes",
          "absent",
          "time",
          "vector",
          "histogram_quantile",
          "and",
          "or",
          "unless",
          "by",
          "on",
          "e");
  private static final List<String> SUFFIXES = List.of("_bucket", "_count", "_sum", "_max");

  /** The names of series in it; of a histogram's its own, where that is one of {@code known}. */
  public Set<String> metrics(Set<String> known) {
    String bare = QUOTED.matcher(expr).replaceAll("");
    bare = GROUPING.matcher(BRACED.matcher(bare).replaceAll("")).replaceAll("");
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      if (!LANGUAGE.contains(name.group())) {
        names.add(family(name.group(), known));
      }
    }
    return names;
  }

  /** Each series in it with what is in its braces; empty braces where it has none. */
  List<String> selectors() {
    return Pattern.compile("[A-Za-z_:][A-Za-z0-9_:]*\\{[^}]*}")
        .matcher(expr)
        .results()
        .map(found -> found.group())
        .toList();
  }

  private static String family(String name, Set<String> known) {
    return SUFFIXES.stream()
        .filter(name::endsWith)
        .map(suffix -> name.substring(0, name.length() - suffix.length()))
        .filter(known::contains)
        .findFirst()
        .orElse(name);
  }
}
