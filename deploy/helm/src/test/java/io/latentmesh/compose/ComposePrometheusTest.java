package io.latentmesh.compose;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Compose's Prometheus, run where Debian's is installed, with nobody to scrape. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ComposePrometheusTest {
  private static final Pattern GROUP = Pattern.compile("(?m)^  - name: (\\S+)$");

  private @Nullable ComposePrometheus prometheus; // Null where it is not installed.

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    Path program = Path.of("/usr/bin/prometheus");
    assumeTrue(Files.isExecutable(program), "needs prometheus (a package of Debian)");
    prometheus = ComposePrometheus.start(program, ComposeFile.read("compose.yaml"), folder);
  }

  @AfterAll
  void end() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  @Test
  void rules_everyGroupOfTheMountedFolder_isLoaded() throws Exception {
    Set<String> groups =
        running()
            .await("rules", data -> texts(data.path("groups"), "name"), found -> !found.isEmpty());
    assertThat(groups).isEqualTo(groupsOfTheFile());
  }

  /** The rules tell processes by the names that compose gives their jobs. */
  @Test
  void processes_everyOneThatIsAway_isSeenByTheRules() throws Exception {
    Set<String> jobs = Set.of("orchestrator", "text-encoder-svc", "unet-svc", "vae-svc");
    Set<String> away =
        running().await("alerts", ComposePrometheusTest::jobsOfTargetDown, jobs::equals);
    assertThat(away).isEqualTo(jobs);
  }

  private ComposePrometheus running() {
    return requireNonNull(prometheus);
  }

  private static Set<String> jobsOfTargetDown(JsonNode data) {
    return StreamSupport.stream(data.path("alerts").spliterator(), false)
        .map(alert -> alert.path("labels"))
        .filter(labels -> labels.path("alertname").asText().equals("LatentMeshTargetDown"))
        .map(labels -> labels.path("job").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> groupsOfTheFile() throws IOException {
    List<Mount> mounts = ComposeFile.read("compose.yaml").mounts("prometheus");
    Path rules =
        mounts.stream()
            .map(mount -> mount.source().resolve("latentmesh.rules.yml"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    return GROUP
        .matcher(Files.readString(rules))
        .results()
        .map((MatchResult line) -> line.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> texts(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(element -> element.path(field).asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
