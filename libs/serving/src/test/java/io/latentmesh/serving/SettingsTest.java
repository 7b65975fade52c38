package io.latentmesh.serving;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  private static final SettingsSources COMPLETE =
      SettingsSources.defaults().withOverrides(Map.of("latentmesh.unet.target", "unet:7000"));

  @TempDir Path folder;

  @Test
  void default_nothingSet_isTheMappings() {
    assertThat(load(COMPLETE).server().maxMessageBytes()).isEqualTo(16 << 20);
  }

  @Test
  void file_valueSet_winsOverDefault() throws IOException {
    assertThat(load(COMPLETE.withFile(file("latentmesh.threads=5"))).threads()).isEqualTo(5);
  }

  @Test
  void environment_valueSet_winsOverFile() throws IOException {
    SettingsSources sources =
        COMPLETE
            .withFile(file("latentmesh.threads=5"))
            .withEnvironment(Map.of("LATENTMESH_THREADS", "6"));
    assertThat(load(sources).threads()).isEqualTo(6);
  }

  @Test
  void override_valueSet_winsOverEnvironment() {
    SettingsSources sources =
        COMPLETE
            .withEnvironment(Map.of("LATENTMESH_THREADS", "6"))
            .withOverrides(Map.of("latentmesh.threads", "7"));
    assertThat(load(sources).threads()).isEqualTo(7);
  }

  @Test
  void environment_nestedDashedKey_isFoundInUpperSnake() {
    SettingsSources sources =
        COMPLETE.withEnvironment(Map.of("LATENTMESH_SERVER_MAX_MESSAGE_BYTES", "12345"));
    assertThat(load(sources).server().maxMessageBytes()).isEqualTo(12345);
  }

  @Test
  void environment_unknownName_isIgnored() {
    SettingsSources sources =
        COMPLETE.withEnvironment(Map.of("LATENTMESH_UNET_SERVICE_HOST", "10.0.0.1"));
    assertThat(load(sources).threads()).isEqualTo(4);
  }

  @Test
  void file_unknownKey_isRefusedByName() throws IOException {
    assertThat(problems(COMPLETE.withFile(file("latentmesh.thread=5"))))
        .containsExactly("latentmesh.thread: no such setting, found in the file");
  }

  @Test
  void file_missing_isRefusedByPath() {
    Path missing = folder.resolve("missing.properties");
    assertThat(problems(COMPLETE.withFile(missing)).getFirst()).contains(missing.toString());
  }

  @Test
  void load_severalProblems_areReportedTogether() throws IOException {
    SettingsSources sources =
        SettingsSources.defaults()
            .withFile(file("latentmesh.boo=1"))
            .withEnvironment(
                Map.of(
                    "LATENTMESH_SERVER_PORT", "70000",
                    "LATENTMESH_SERVER_LAME_DUCK", "soon",
                    "LATENTMESH_SERVER_REFLECTION", "ture",
                    "LATENTMESH_THREADS", "0"));
    assertThat(problems(sources))
        .containsExactlyInAnyOrder(
            "latentmesh.boo: no such setting, found in the file",
            "latentmesh.server.port: must be from 0 to 65535, got 70000",
            "latentmesh.server.lame-duck: must be a duration such as 500ms, 30s, 5m or 1h,"
                + " zero or longer, got soon",
            "latentmesh.server.reflection: must be true or false, got ture",
            "latentmesh.threads: must be from 1 to 2147483647, got 0",
            "latentmesh.unet.target: must be set, got nothing");
  }

  @Test
  void process_configVariableSet_readsThatFile() throws IOException {
    Map<String, String> environment =
        Map.of(
            "LATENTMESH_CONFIG",
            file("latentmesh.threads=5").toString(),
            "LATENTMESH_UNET_TARGET",
            "unet:7000");
    assertThat(load(SettingsSources.process(environment)).threads()).isEqualTo(5);
  }

  @Test
  void duration_absentByDefault_isReadWhenSet() {
    assertThat(
            ExampleSettings.with(Map.of("server.max-connection-age-grace", "90s"))
                .server()
                .maxConnectionAgeGrace())
        .contains(Duration.ofSeconds(90));
  }

  @Test
  void intervalOfZero_attemptsBeyondFive_areRefusedTogether() {
    Map<String, String> wrong = Map.of("unet.health.every", "0s", "unet.retry.attempts", "6");
    assertThatThrownBy(() -> ExampleSettings.with(wrong))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("latentmesh.unet.health.every")
        .hasMessageContaining("must be longer than zero")
        .hasMessageContaining("latentmesh.unet.retry.attempts")
        .hasMessageContaining("must be from 1 to 5");
  }

  @Test
  void log_effectiveValues_areOneLine() {
    assertThat(logged(() -> ExampleSettings.with(Map.of("threads", "3"))))
        .singleElement()
        .asString()
        .contains("latentmesh.threads=3", "latentmesh.server.drain-timeout=30s");
  }

  @Test
  void log_secret_isMasked() {
    assertThat(logged(() -> ExampleSettings.with(Map.of("access-token", "hush"))))
        .singleElement()
        .asString()
        .contains("latentmesh.access-token=***")
        .doesNotContain("hush");
  }

  private static ExampleSettings load(SettingsSources sources) {
    return Settings.load(ExampleSettings.class, sources);
  }

  private static List<String> problems(SettingsSources sources) {
    return requireNonNull(catchThrowableOfType(SettingsException.class, () -> load(sources)))
        .problems();
  }

  private Path file(String line) throws IOException {
    return Files.writeString(folder.resolve("test.properties"), line + "\n");
  }

  private static List<String> logged(Runnable action) {
    try (LogCapture log = new LogCapture(Settings.class.getName())) {
      action.run();
      return log.lines();
    }
  }
}
