package io.latentmesh.e2e.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of Grafana's dashboard-linter, and what it cannot know: which series there are. */
class BoardsTest {
  private static final String OTHERS = "DCGM_";

  static Stream<JsonNode> boards() {
    return Boards.all().stream();
  }

  static Stream<Query> queries() {
    return Boards.queries().stream();
  }

  @Test
  void boards_areFourWithAboutFiftyPanels() {
    assertThat(Boards.all()).hasSize(4);
    assertThat(boards().mapToInt(board -> Boards.panels(board).size()).sum()).isBetween(45, 80);
  }

  @Test
  void boards_areWhatTheirSourceWrites() throws IOException, InterruptedException {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "there is no /usr/bin/python3 to run boards.py");
    Process check =
        new ProcessBuilder(
                python.toString(), Boards.folder().resolve("boards.py").toString(), "--check")
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void board_hasItsVariables(JsonNode board) {
    assertThat(Boards.children(board.path("templating").path("list")))
        .extracting(variable -> variable.path("name").asText())
        .contains("datasource", "job", "instance", "runbooks");
    assertThat(board.path("title").asText()).startsWith("Latent Mesh");
    assertThat(board.path("editable").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void panels_haveTitleTextUnitAndDatasource(JsonNode board) {
    assertThat(Boards.panels(board))
        .allSatisfy(panel -> {
          assertThat(panel.path("title").asText()).isNotBlank();
          assertThat(panel.path("description").asText()).hasSizeGreaterThan(3).endsWith(".");
          assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText()).isNotBlank();
          assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
          assertThat(panel.path("targets")).isNotEmpty();
        });
  }

  @ParameterizedTest
  @MethodSource("boards")
  void panels_haveTitlesAndPlacesOfTheirOwn(JsonNode board) {
    List<JsonNode> panels = Boards.panels(board);
    assertThat(panels)
        .extracting(panel -> panel.path("gridPos").toString())
        .doesNotHaveDuplicates();
    assertThat(panels).extracting(panel -> panel.path("title").asText()).doesNotHaveDuplicates();
    assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void panels_leadToARunbookThatExists(JsonNode board) {
    assertThat(Boards.panels(board))
        .allSatisfy(panel -> {
          String url = panel.path("links").path(0).path("url").asText();
          String page = url.replace("${runbooks}", "docs/runbooks");
          assertThat(Repository.root().resolve(page)).isRegularFile();
        });
  }

  @ParameterizedTest
  @MethodSource("queries")
  void query_asksForTheJobsAndInstancesChosen(Query query) {
    if (query.expr().contains(OTHERS)) {
      return; // of another program, whose job and instances are not ours
    }
    assertThat(query.selectors())
        .isNotEmpty()
        .allSatisfy(selector -> assertThat(selector).contains("job=~\"$job\""))
        .allSatisfy(selector ->
            assertThat(selector.contains(":") || selector.contains("instance=~\"$instance\""))
                .as("only recorded series have no instance")
                .isTrue());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void query_takesRatesOverWhatGrafanaChooses(Query query) {
    if (query.expr().contains("rate(")) {
      assertThat(query.expr()).contains("[$__rate_interval]").doesNotContainPattern("\\[\\d");
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void query_asksForSeriesThatAreDocumentedOrRecorded(Query query) {
    Set<String> known = new TreeSet<>(MetricsList.read().names());
    known.addAll(Rules.recordedNames());
    Set<String> asked = query.metrics(known);
    assertThat(asked).isNotEmpty();
    assertThat(known).containsAll(asked);
  }
}
