package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The processes read what the chart writes for them. */
final class ChartSettingsTest {
  /** Settings that follow from other values, and so cannot be given by name. */
  private static final Pattern CHARTS_OWN =
      Pattern.compile(
          "latentmesh\\.(server\\.(host|port|metrics-port|health-port|lame-duck|drain-timeout|profile|plaintext|tls\\..*)"
              + "|peers\\.[^.]+\\.(target|plaintext|tls\\..*)"
              + "|model\\.(path|name)|replica|access\\.(file|open)"
              + "|tracing\\.(endpoint|sample-ratio|plaintext))");

  /** Environment variables that are no settings. */
  private static final Set<String> NO_SETTINGS =
      Set.of(
          "LATENTMESH_CONFIG",
          "LATENTMESH_LOG_LEVEL",
          "LATENTMESH_LOG_FORMAT",
          "XDG_CACHE_HOME",
          "DJL_CACHE_DIR",
          "JDK_JAVA_OPTIONS");

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.latentmesh.helm.ChartObjectsTest#installations")
  void settingsFile_everyProcess_isAcceptedByIt(ChartObjectsTest.Installation installation)
      throws IOException {
    for (Component component : Component.values()) {
      Path file = folder.resolve(component.process + ".properties");
      Files.writeString(file, installation.manifests().properties(component));
      SettingsSources sources =
          SettingsSources.defaults()
              .withFile(file)
              .withEnvironment(environment(installation.manifests(), component));
      assertThatCode(() -> Settings.load(component.settings, sources))
          .as(component.process)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @EnumSource
  void settingsFile_isWhereTheProcessLooks(Component component) {
    var container = Chart.render().container(component);
    var mount =
        container.getVolumeMounts().stream()
            .filter(each -> each.getName().equals("settings"))
            .findFirst()
            .orElseThrow();
    assertThat(environment(Chart.render(), component).get("LATENTMESH_CONFIG"))
        .isEqualTo(mount.getMountPath() + "/" + component.process + ".properties");
  }

  @ParameterizedTest
  @EnumSource
  void environment_everyVariable_isKnown(Component component) {
    Set<String> settings =
        keys(component).stream()
            .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
            .collect(Collectors.toSet());
    assertThat(Chart.render().container(component).getEnv())
        .extracting(EnvVar::getName)
        .allMatch(name -> settings.contains(name) || NO_SETTINGS.contains(name));
  }

  @ParameterizedTest
  @EnumSource
  void schema_settings_areThoseOfTheProcessButTheChartsOwn(Component component) throws IOException {
    Schema.Names names = Schema.settings(component);
    Set<String> expected =
        keys(component).stream()
            .filter(key -> !CHARTS_OWN.matcher(key).matches())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(expected).as("settings that the schema refuses").allMatch(names::accepts);
    assertThat(names.plain()).as("names that are no settings").allMatch(keys(component)::contains);
  }

  @Test
  void variablesOfTheImage_areSetByTheChart() throws IOException {
    Path dockerfile = Chart.REPOSITORY.resolve("deploy/images/Dockerfile");
    assumeTrue(Files.exists(dockerfile), "there is no deploy/images/Dockerfile yet");
    var variables = Pattern.compile("LATENTMESH_[A-Z_]+").matcher(Files.readString(dockerfile));
    assertThat(variables.results().map(MatchResult::group))
        .isNotEmpty()
        .allMatch(environment(Chart.render(), Component.UNET)::containsKey);
  }

  @Test
  void settings_oddCharacters_surviveTheFile() throws IOException {
    Manifests manifests =
        Chart.renderYaml(
            """
            orchestrator:
              settings:
                'latentmesh.admission.tenants."a: b=c\\d".weight': "2"
            """);
    Properties read = new Properties();
    read.load(new StringReader(manifests.properties(Component.ORCHESTRATOR)));
    assertThat(read).containsEntry("latentmesh.admission.tenants.\"a: b=c\\d\".weight", "2");
  }

  @Test
  void settings_ofAComponent_winOverThoseOfAllTiers() {
    Manifests manifests =
        Chart.renderYaml(
            """
            models: {settings: {latentmesh.model.precision: fp16}}
            vae: {settings: {latentmesh.model.precision: fp32}}
            """);
    assertThat(manifests.properties(Component.UNET)).contains("model.precision=fp16");
    assertThat(manifests.properties(Component.VAE)).contains("model.precision=fp32");
  }

  @Test
  void settings_changed_changeThePodsOfThatComponentOnly() {
    Manifests before = Chart.render();
    Manifests after = Chart.renderYaml("unet: {settings: {latentmesh.batching.max-rows: \"8\"}}");
    assertThat(
            Stream.of(Component.values())
                .filter(c -> !checksum(before, c).equals(checksum(after, c))))
        .containsExactly(Component.UNET);
  }

  @ParameterizedTest
  @EnumSource(names = {"TEXT_ENCODER", "UNET", "VAE"})
  void peerTarget_namesTheTiersHeadlessService(Component tier) {
    Manifests manifests = Chart.render();
    var service = manifests.one(io.fabric8.kubernetes.api.model.Service.class, tier.objectName());
    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
    assertThat(manifests.properties(Component.ORCHESTRATOR))
        .contains(
            "latentmesh.peers.%s.target=dns:///%s.art.svc.cluster.local:%d\n"
                .formatted(
                    tier.process.replace("-svc", ""),
                    tier.objectName(),
                    service.getSpec().getPorts().getFirst().getPort()));
  }

  @ParameterizedTest
  @EnumSource
  void logs_areTextUnlessJsonIsAskedFor(Component component) {
    assertThat(environment(Chart.render(), component))
        .containsEntry("LATENTMESH_LOG_FORMAT", "text");
    assertThat(environment(Chart.render(Map.of("log.format", "json")), component))
        .containsEntry("LATENTMESH_LOG_FORMAT", "json");
  }

  @Test
  void replica_unet_isNamedAfterItsPod() {
    assertThat(Chart.render().container(Component.UNET).getEnv())
        .filteredOn(variable -> variable.getName().equals("LATENTMESH_REPLICA"))
        .singleElement()
        .extracting(variable -> variable.getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("metadata.name");
  }

  static Map<String, String> environment(Manifests manifests, Component component) {
    return manifests.container(component).getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  private static Set<String> keys(Component component) {
    return ConfigClass.configClass(component.settings).getProperties().keySet();
  }

  private static String checksum(Manifests manifests, Component component) {
    return manifests
        .deployment(component)
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .getOrDefault("checksum/config", "");
  }
}
