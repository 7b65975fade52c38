package io.latentmesh.compose;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.orchestrator.OrchestratorSettings;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.textencoder.TextEncoderSettings;
import io.latentmesh.unet.UnetSettings;
import io.latentmesh.vae.VaeSettings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ComposeFileTest {
  private static final Map<String, Class<?>> SETTINGS =
      Map.of(
          "orchestrator", OrchestratorSettings.class,
          "text-encoder", TextEncoderSettings.class,
          "unet", UnetSettings.class,
          "vae", VaeSettings.class);

  private static final List<String> SERVICES =
      List.of("orchestrator", "text-encoder", "unet", "vae", "prometheus", "grafana");

  private static final Set<String> NO_SETTINGS =
      Set.of("LATENTMESH_LOG_LEVEL", "LATENTMESH_LOG_FORMAT");

  private final ComposeFile compose = ComposeFile.read("compose.yaml");
  private final ComposeFile gpu = ComposeFile.read("compose.gpu.yaml");

  ComposeFileTest() throws IOException {}

  @Test
  void services_areTheFourAndTheirObservers() {
    assertThat(compose.root().path("services").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(SERVICES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orchestrator", "text-encoder", "unet", "vae"})
  void environment_isAcceptedByTheProcess(String service) {
    var sources = SettingsSources.defaults().withEnvironment(compose.environment(service));
    assertThatCode(() -> Settings.load(settings(service), sources)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orchestrator", "text-encoder", "unet", "vae"})
  void environment_everyVariableOfOurs_isASetting(String service) {
    Set<String> known =
        ConfigClass.configClass(settings(service)).getProperties().keySet().stream()
            .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
            .collect(Collectors.toSet());
    assertThat(Stream.of(compose, gpu).flatMap(file -> file.environment(service).keySet().stream()))
        .filteredOn(name -> name.startsWith("LATENTMESH_"))
        .allMatch(name -> known.contains(name) || NO_SETTINGS.contains(name));
  }

  @Test
  void ports_areOnLoopbackAndNeverATiers() {
    for (JsonNode service : compose.root().path("services")) {
      assertThat(service.path("ports")).allMatch(port -> port.asText().startsWith("127.0.0.1:"));
    }
    assertThat(List.of("text-encoder", "unet", "vae"))
        .allMatch(tier -> compose.service(tier).path("ports").isMissingNode());
  }

  @Test
  void images_haveAVersion() {
    assertThat(compose.root().path("services"))
        .extracting(service -> service.path("image").asText())
        .allMatch(image -> image.matches("[a-z/-]+:v?\\d.*"));
  }

  @Test
  void images_ofOurs_haveMavensVersion() throws IOException {
    String pom = Files.readString(ComposeFile.REPOSITORY.resolve("pom.xml"));
    String version = pom.split("<version>", 2)[1].split("</version>", 2)[0];
    assertThat(compose.service("unet").path("image").asText())
        .isEqualTo("latentmesh/unet-svc:" + version);
    assertThat(gpu.service("unet").path("image").asText())
        .isEqualTo("latentmesh/unet-svc:" + version + "-cuda");
  }

  @ParameterizedTest
  @ValueSource(strings = {"orchestrator", "text-encoder", "unet", "vae"})
  void process_isConfined(String name) {
    JsonNode service = compose.service(name);
    assertThat(service.path("read_only").asBoolean()).isTrue();
    assertThat(service.path("cap_drop").get(0).asText()).isEqualTo("ALL");
    assertThat(service.path("security_opt").get(0).asText()).isEqualTo("no-new-privileges:true");
    assertThat(service.path("tmpfs").get(0).asText()).startsWith("/tmp:exec");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text-encoder", "unet", "vae"})
  void tier_isWhereTheOrchestratorLooks(String tier) {
    String variable =
        "LATENTMESH_PEERS_%s_TARGET".formatted(tier.toUpperCase(Locale.ROOT).replace('-', '_'));
    assertThat(compose.environment("orchestrator"))
        .containsEntry(variable, "dns:///" + tier + ":50051");
  }

  @Test
  void prometheus_scrapesEveryProcessUnderItsName() throws IOException {
    JsonNode jobs = ComposeFile.read("prometheus/prometheus.yml").root().path("scrape_configs");
    assertThat(jobs)
        .extracting(job -> job.path("job_name").asText().replace("-svc", ""))
        .containsExactlyInAnyOrderElementsOf(SETTINGS.keySet());
    assertThat(jobs)
        .allSatisfy(job -> {
          JsonNode names = job.at("/dns_sd_configs/0");
          assertThat(names.at("/names/0").asText())
              .isEqualTo(job.path("job_name").asText().replace("-svc", ""));
          assertThat(names.path("port").asInt()).isEqualTo(9464);
        });
  }

  @Test
  void mounts_fromThisRepository_exist() {
    assertThat(SERVICES)
        .flatExtracting(compose::mounts)
        .hasSizeGreaterThanOrEqualTo(8)
        .allSatisfy(mount -> assertThat(mount.source()).exists());
  }

  /** The images say where they listen: nothing in the compose file does. */
  @Test
  void ports_areThoseOfTheImages() throws IOException {
    String dockerfile =
        Files.readString(ComposeFile.REPOSITORY.resolve("deploy/images/Dockerfile"));
    assertThat(dockerfile)
        .contains("LATENTMESH_SERVER_PORT=50051", "LATENTMESH_SERVER_METRICS_PORT=9464");
    assertThat(SETTINGS.keySet())
        .allSatisfy(service ->
            assertThat(compose.environment(service))
                .doesNotContainKeys("LATENTMESH_SERVER_PORT", "LATENTMESH_SERVER_METRICS_PORT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "deploy/compose/README.md"})
  void readme_namesTheCommandAndWhereTheBoardsAre(String readme) throws IOException {
    assertThat(Files.readString(ComposeFile.REPOSITORY.resolve(readme)))
        .contains("docker compose -f deploy/compose/compose.yaml up -d", "http://127.0.0.1:3000");
    assertThat(compose.service("grafana").at("/ports/0").asText()).isEqualTo("127.0.0.1:3000:3000");
  }

  @Test
  void composeFiles_together_areValid() throws Exception {
    assumeTrue(onPath("docker-compose"), "needs docker-compose (a package of Debian)");
    Process process =
        new ProcessBuilder(
                "docker-compose", "-f", "compose.yaml", "-f", "compose.gpu.yaml", "config", "-q")
            .directory(ComposeFile.FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static Class<?> settings(String service) {
    return requireNonNull(SETTINGS.get(service));
  }

  private static boolean onPath(String program) {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
