package io.latentmesh.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.access.Access;
import io.latentmesh.serving.files.UnusableFileException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code latentmesh token} prints. */
class TokenCommandTest {
  @Test
  void token_andItsLine_belongTogether() throws UnusableFileException {
    List<String> lines = run("token", "night", "--tenant", "acme", "--images-per-minute", "60");
    assertThat(lines).hasSize(2);
    var access = new Access(System::nanoTime);
    access.use(List.of(lines.getLast().getBytes(UTF_8)));
    assertThat(access.find(lines.getFirst()))
        .hasValueSatisfying(grant -> assertThat(grant.tenant()).isEqualTo("acme"));
  }

  @Test
  void field_thatTheFileWouldNotTake_isRefused() {
    assertThat(run("token", "night", "--tenant", "acme", "--priority", "high"))
        .containsExactly(
            "latentmesh: priority: must be interactive, batch or best-effort, got high");
  }

  private static List<String> run(String... arguments) {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    Main.commandLine().setOut(out).setErr(out).execute(arguments);
    return text.toString().lines().toList();
  }
}
