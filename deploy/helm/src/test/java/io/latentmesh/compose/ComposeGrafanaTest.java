package io.latentmesh.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What compose's Grafana is given: a data source that is there, and the boards that ask it. */
final class ComposeGrafanaTest {
  private static final String PROVISIONING = "/etc/grafana/provisioning/";

  private final ComposeFile compose = ComposeFile.read("compose.yaml");
  private final List<Mount> mounts = compose.mounts("grafana");

  ComposeGrafanaTest() throws IOException {}

  @Test
  void dataSource_isComposesPrometheus() throws IOException {
    JsonNode source = provisioned("datasources", "datasources");
    assertThat(source.path("type").asText()).isEqualTo("prometheus");
    assertThat(source.path("isDefault").asBoolean()).isTrue();
    assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(compose.service("prometheus").at("/ports/0").asText()).endsWith(":9090");
  }

  @Test
  void boards_areFoundWhereTheyAreMounted() throws IOException {
    String path = provisioned("dashboards", "providers").at("/options/path").asText();
    assertThat(boards(path)).hasSize(4);
    String home =
        compose
            .environment("grafana")
            .getOrDefault("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", "");
    assertThat(boards(path)).anyMatch(board -> home.equals(path + "/" + board.getFileName()));
  }

  /** A variable takes the default of its type, and panels ask what the variable says. */
  @Test
  void boards_askTheProvisionedDataSource() throws IOException {
    String type = provisioned("datasources", "datasources").path("type").asText();
    for (Path file : boards(provisioned("dashboards", "providers").at("/options/path").asText())) {
      JsonNode board = new ObjectMapper().readTree(file.toFile());
      assertThat(board.at("/templating/list"))
          .as("%s", file.getFileName())
          .filteredOn(variable -> variable.path("type").asText().equals("datasource"))
          .singleElement()
          .matches(variable -> variable.path("query").asText().equals(type))
          .matches(variable -> variable.path("name").asText().equals("datasource"));
      assertThat(board.findValues("uid"))
          .as("%s", file.getFileName())
          .extracting(JsonNode::asText)
          .filteredOn(uid -> uid.startsWith("$"))
          .isNotEmpty()
          .containsOnly("${datasource}");
    }
  }

  /** The first entry of the one file that is mounted into a folder of Grafana's provisioning. */
  private JsonNode provisioned(String folder, String entries) throws IOException {
    Path file =
        mounts.stream()
            .filter(mount -> mount.target().startsWith(PROVISIONING + folder + "/"))
            .map(Mount::source)
            .findFirst()
            .orElseThrow();
    return ComposeFile.read(ComposeFile.FOLDER.relativize(file).toString())
        .root()
        .path(entries)
        .path(0);
  }

  private List<Path> boards(String path) throws IOException {
    Path folder =
        mounts.stream()
            .filter(mount -> mount.target().equals(path))
            .map(Mount::source)
            .findFirst()
            .orElseThrow();
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
