package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.e2e.observability.Rules;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The rules as Prometheus itself reads and evaluates them. No mesh: it would take promtool's time.
 */
class RulesIT {
  @Test
  void rules_areSound() throws IOException, InterruptedException {
    assertThat(promtool("check", "latentmesh.rules.yml")).contains("SUCCESS");
  }

  @Test
  void rules_passTheirCases() throws IOException, InterruptedException {
    assertThat(promtool("test", "latentmesh.rules.test.yml"))
        .contains("SUCCESS")
        .doesNotContain("FAILED");
  }

  private String promtool(String verb, String file) throws IOException, InterruptedException {
    Path promtool = DebianTool.require("promtool", "prometheus");
    return DebianTool.run(
        "", promtool, verb, "rules", Rules.file().resolveSibling(file).toString());
  }
}
