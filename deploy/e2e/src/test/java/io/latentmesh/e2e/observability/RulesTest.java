package io.latentmesh.e2e.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.cli.repository.Repository;
import io.latentmesh.e2e.observability.Rules.Alert;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {
  private static final List<String> PARTS =
      List.of("## What it means", "## See it", "## Do", "## Over when");

  static Stream<Alert> alerts() {
    return Rules.alerts().stream();
  }

  @Test
  void rules_coverWhatCanGoWrong() {
    assertThat(Rules.alerts()).hasSizeGreaterThanOrEqualTo(20);
    assertThat(Rules.recorded()).hasSizeGreaterThanOrEqualTo(14);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alert_saysHowUrgentItIsAndWhereToLook(Alert alert) {
    assertThat(alert.text()).containsPattern("labels: \\{severity: (page|ticket)}");
    assertThat(alert.field("summary"))
        .hasValueSatisfying(it -> assertThat(it).hasSizeGreaterThan(15));
    String board = alert.field("dashboard_url").orElseThrow().replace("/d/", "");
    assertThat(Boards.all()).anyMatch(each -> each.path("uid").asText().equals(board));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alert_hasACaseThatFiresAndOneThatIsSilent(Alert alert) {
    String cases = Rules.read(Rules.cases());
    String name = "alertname: " + alert.name();
    assertThat(cases).containsPattern(Pattern.quote(name) + ", exp_alerts: \\[]");
    assertThat(cases)
        .containsPattern(Pattern.quote(name) + "\\n +exp_alerts:\\n +- exp_labels: \\{");
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alert_hasARunbookOfAllParts(Alert alert) {
    Path page = Repository.root().resolve(alert.field("runbook_url").orElseThrow());
    assertThat(page).isRegularFile().hasParentRaw(Repository.root().resolve("docs/runbooks"));
    assertThat(Rules.read(page)).contains(PARTS).contains(alert.name());
  }

  @Test
  void rules_askForDocumentedSeriesOnly() {
    Set<String> known = MetricsList.read().names();
    Set<String> asked = new TreeSet<>();
    Rules.recorded().forEach(rule -> asked.addAll(rule.metrics(known)));
    Rules.alerts()
        .forEach(alert -> asked.addAll(new Query(alert.name(), alert.expr()).metrics(known)));
    asked.removeAll(Rules.recordedNames());
    assertThat(known).containsAll(asked);
  }

  @Test
  void recordedNames_areLevelMetricAndOperation() {
    assertThat(Rules.recordedNames())
        .allMatch(name -> name.matches("[a-z_]+:latentmesh_[a-z_]+:[a-z0-9_]+"));
  }
}
