package io.latentmesh.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@code values.schema.json} says. */
final class Schema {
  private Schema() {}

  static JsonNode read() throws IOException {
    return new ObjectMapper().readTree(Chart.FOLDER.resolve("values.schema.json").toFile());
  }

  /** The settings that a component's values may name. */
  static Names settings(Component component) throws IOException {
    JsonNode settings = read().path("definitions").path(component.key + "Settings");
    Set<String> plain = new HashSet<>();
    settings.path("properties").fieldNames().forEachRemaining(plain::add);
    List<Pattern> patterns = new ArrayList<>();
    settings
        .path("patternProperties")
        .fieldNames()
        .forEachRemaining(p -> patterns.add(Pattern.compile(p)));
    return new Names(plain, patterns);
  }

  record Names(Set<String> plain, List<Pattern> patterns) {
    Names {
      plain = Set.copyOf(plain);
      patterns = List.copyOf(patterns);
    }

    boolean accepts(String name) {
      return plain.contains(name) || patterns.stream().anyMatch(each -> each.matcher(name).find());
    }
  }
}
