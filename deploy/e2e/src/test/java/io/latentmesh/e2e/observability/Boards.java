package io.latentmesh.e2e.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The Grafana boards, as they stand in {@code deploy/observability/grafana/dashboards}. */
public final class Boards {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Boards() {}

  /** Where boards are, and what writes them. */
  static Path folder() {
    return Repository.root().resolve("deploy/observability/grafana");
  }

  /**
   * All boards, in the order of their files.
   *
   * @throws UncheckedIOException if one cannot be read
   */
  static List<JsonNode> all() {
    try (Stream<Path> files = Files.list(folder().resolve("dashboards"))) {
      return files.sorted().map(Boards::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The panels of a board, without the titles of its rows. */
  static List<JsonNode> panels(JsonNode board) {
    return children(board.path("panels"))
        .filter(panel -> !panel.path("type").asText().equals("row"))
        .toList();
  }

  /** The queries of all panels of all boards. */
  public static List<Query> queries() {
    return all().stream()
        .flatMap(board -> panels(board).stream().flatMap(panel -> queries(board, panel)))
        .toList();
  }

  static Stream<JsonNode> children(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Stream<Query> queries(JsonNode board, JsonNode panel) {
    return children(panel.path("targets"))
        .map(target ->
            new Query(
                board.path("uid").asText() + ": " + panel.path("title").asText(),
                target.path("expr").asText()));
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
