package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects for operators that a cluster may have or not. */
final class ChartMonitoringTest {
  private final Manifests watched = Chart.render(Chart.FOLDER.resolve("ci/gpu-values.yaml"));

  @ParameterizedTest
  @EnumSource
  void podMonitor_selectsEveryProcessAndItsPort(Component component) {
    var spec = watched.one(PodMonitor.class, "mesh-latentmesh").getSpec();
    var pod = watched.deployment(component).getSpec().getTemplate();
    assertThat(pod.getMetadata().getLabels())
        .containsAllEntriesOf(spec.getSelector().getMatchLabels())
        .containsEntry(spec.getJobLabel(), component.process);
    assertThat(pod.getSpec().getContainers().getFirst().getPorts())
        .extracting("name")
        .contains(spec.getPodMetricsEndpoints().getFirst().getPort());
  }

  @ParameterizedTest
  @CsvSource({
    "monitoring.podMonitor.enabled, monitoring.coreos.com/v1, PodMonitor",
    "monitoring.prometheusRule.enabled, monitoring.coreos.com/v1, PrometheusRule"
  })
  void customObject_needsBothItsValueAndItsApi(String value, String api, String kind) {
    assertThat(kinds(Chart.render(Map.of(value, true)))).doesNotContain(api + "/" + kind);
    assertThat(kinds(Chart.render(Map.of("apiVersions[0]", api)))).doesNotContain(api + "/" + kind);
  }

  @Test
  void route_leadsToTheOrchestratorsServiceForItsMethods() {
    var rule =
        Chart.render(Chart.FOLDER.resolve("ci/secured-values.yaml"))
            .one(GRPCRoute.class, Component.ORCHESTRATOR.objectName())
            .getSpec()
            .getRules()
            .getFirst();
    assertThat(rule.getBackendRefs())
        .singleElement()
        .matches(
            to -> to.getName().equals(Component.ORCHESTRATOR.objectName()) && to.getPort() == 7400);
    assertThat(rule.getMatches())
        .extracting(match -> match.getMethod().getService())
        .contains(Component.ORCHESTRATOR.service);
  }

  @Test
  void rules_everyFile_isOneObjectWithTheSameGroups() throws IOException {
    for (Path file : files(Chart.assembledFiles("rules"), ".rules.yml")) {
      JsonNode source = StrictYaml.documents(Files.readString(file)).getFirst();
      String name = String.valueOf(file.getFileName()).replace(".rules.yml", "");
      JsonNode rendered =
          watched.objects().stream()
              .filter(object -> object.path("kind").asText().equals("PrometheusRule"))
              .filter(object -> object.at("/metadata/name").asText().endsWith("-" + name))
              .findFirst()
              .orElseThrow();
      assertThat(rendered.at("/spec")).isEqualTo(source);
    }
    assertThat(watched.all(PrometheusRule.class).count())
        .isEqualTo(files(Chart.assembledFiles("rules"), ".rules.yml").size());
  }

  @Test
  void boards_everyFile_isAConfigMapThatGrafanaFinds() throws IOException {
    for (Path file : files(Chart.assembledFiles("dashboards"), ".json")) {
      String name = String.valueOf(file.getFileName());
      var board =
          watched.one(ConfigMap.class, "mesh-latentmesh-board-" + name.replace(".json", ""));
      assertThat(board.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
      assertThat(board.getData().get(name)).isEqualToIgnoringWhitespace(Files.readString(file));
    }
  }

  @ParameterizedTest
  @CsvSource({"prometheus, rules, .rules.yml", "grafana/dashboards, dashboards, .json"})
  void observability_everyFile_isInTheAssembledChart(String from, String to, String ending)
      throws IOException {
    Path originals = Chart.REPOSITORY.resolve("deploy/observability").resolve(from);
    assumeTrue(Files.isDirectory(originals), "there is no deploy/observability/" + from);
    assertThat(files(originals, ending))
        .isNotEmpty()
        .allSatisfy(original ->
            assertThat(Chart.assembledFiles(to).resolve(original.getFileName()))
                .hasSameTextualContentAs(original));
  }

  private static List<String> kinds(Manifests manifests) {
    return manifests.objects().stream().map(Manifests::kindOf).toList();
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
