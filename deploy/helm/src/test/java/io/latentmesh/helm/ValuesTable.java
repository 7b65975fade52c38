package io.latentmesh.helm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The table of values in the chart's README, made of {@code values.yaml} line by line: a comment
 * that begins with two dashes describes the next key. Text encoder and autoencoder have the
 * denoiser's values; of theirs only the defaults that differ are listed.
 */
final class ValuesTable {
  private static final Pattern LINE = Pattern.compile("( *)([A-Za-z]+):(?: (.*))?");
  private static final Pattern DESCRIPTION = Pattern.compile(" *# -- (.*)");
  private static final List<String> LIKE_UNET = List.of("textEncoder.", "vae.");

  private final List<String> path = new ArrayList<>();
  private final Map<String, String> defaults = new HashMap<>();
  private final List<String> rows = new ArrayList<>();
  private String description = "";

  private ValuesTable() {}

  static String of(List<String> valuesYaml) {
    ValuesTable table = new ValuesTable();
    valuesYaml.forEach(table::read);
    return table.rows.stream()
        .collect(Collectors.joining("\n", "| value | default | |\n|---|---|---|\n", "\n"));
  }

  private void read(String line) {
    Matcher comment = DESCRIPTION.matcher(line);
    Matcher entry = LINE.matcher(line);
    if (comment.matches()) {
      description = comment.group(1);
    } else if (entry.matches()) {
      enter(entry.group(1).length() / 2, entry.group(2));
      if (entry.group(3) != null) {
        add(String.join(".", path), entry.group(3));
      }
    }
  }

  private void enter(int depth, String key) {
    while (path.size() > depth) {
      path.removeLast();
    }
    path.add(key);
  }

  private void add(String name, String value) {
    defaults.put(name, value);
    boolean repeated =
        LIKE_UNET.stream()
            .anyMatch(prefix ->
                name.startsWith(prefix)
                    && value.equals(defaults.get("unet." + name.substring(prefix.length()))));
    if (!repeated) {
      rows.add("| `%s` | `%s` | %s |".formatted(name, value, description));
    }
    description = "";
  }
}
