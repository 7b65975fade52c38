package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Probes, drain, security and placement of the pods. */
final class ChartPodsTest {
  /** What a process may take after its drain timeout: libs/serving Drain, and closing the model. */
  private static final int AFTER_DRAIN_SECONDS = 20;

  @ParameterizedTest
  @EnumSource
  void probes_askForTheirOwnNames(Component component) {
    var container = Chart.render().container(component);
    assertThat(service(container.getStartupProbe())).isEqualTo("startup");
    assertThat(service(container.getReadinessProbe())).isEqualTo(component.service);
    assertThat(service(container.getLivenessProbe())).isEqualTo("liveness");
  }

  @ParameterizedTest
  @EnumSource
  void probes_plaintext_askThePortForCalls(Component component) {
    Manifests manifests = Chart.render();
    assertThat(manifests.container(component).getReadinessProbe().getGrpc().getPort())
        .hasToString(
            ChartSettingsTest.environment(manifests, component).get("LATENTMESH_SERVER_PORT"));
  }

  @ParameterizedTest
  @EnumSource
  void probes_tls_askThePortForHealth(Component component) throws Exception {
    Manifests manifests = Chart.render(Chart.FOLDER.resolve("ci/secured-values.yaml"));
    assertThat(manifests.container(component).getLivenessProbe().getGrpc().getPort())
        .isEqualTo(
            Integer.valueOf(
                properties(manifests, component).getProperty("latentmesh.server.health-port")));
  }

  @ParameterizedTest
  @EnumSource
  void startup_hasAsLongAsTheRollout(Component component) {
    Manifests manifests = Chart.render();
    Probe startup = manifests.container(component).getStartupProbe();
    assertThat(manifests.deployment(component).getSpec().getProgressDeadlineSeconds())
        .isGreaterThan(startup.getPeriodSeconds() * startup.getFailureThreshold());
  }

  @ParameterizedTest
  @EnumSource
  void liveness_restartsLaterThanReadinessTurnsAway(Component component) {
    var container = Chart.render().container(component);
    assertThat(patience(container.getLivenessProbe()))
        .isGreaterThan(patience(container.getReadinessProbe()));
  }

  @ParameterizedTest
  @EnumSource
  void gracePeriod_coversPauseLameDuckAndDrain(Component component) throws Exception {
    for (var installation : ChartObjectsTest.installations().toList()) {
      Manifests manifests = installation.manifests();
      var pod = manifests.pod(component);
      Properties settings = properties(manifests, component);
      long pause =
          pod.getContainers().getFirst().getLifecycle().getPreStop().getSleep().getSeconds();
      assertThat(pod.getTerminationGracePeriodSeconds())
          .as(installation.name())
          .isGreaterThanOrEqualTo(
              pause
                  + seconds(settings, "latentmesh.server.lame-duck")
                  + seconds(settings, "latentmesh.server.drain-timeout")
                  + AFTER_DRAIN_SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void security_isRestrictedToTheUtmost(Component component) {
    var pod = Chart.render().pod(component);
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getHostNetwork()).isNull();
    var whole = pod.getSecurityContext();
    assertThat(whole.getRunAsNonRoot()).isTrue();
    assertThat(whole.getRunAsUser()).isEqualTo(65532);
    assertThat(whole.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNET", "ORCHESTRATOR"})
  void security_everyContainer_canWriteToTmpOnly(Component component) {
    Manifests manifests = Chart.render(Chart.FOLDER.resolve("ci/download-values.yaml"));
    var pod = manifests.pod(component);
    assertThat(pod.getInitContainers().size() + pod.getContainers().size())
        .isEqualTo(component.isTier() ? 2 : 1);
    for (var containers : java.util.List.of(pod.getInitContainers(), pod.getContainers())) {
      assertThat(containers)
          .allSatisfy(container -> {
            var security = container.getSecurityContext();
            assertThat(security.getReadOnlyRootFilesystem()).isTrue();
            assertThat(security.getAllowPrivilegeEscalation()).isFalse();
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getVolumeMounts()).extracting("mountPath").contains("/tmp");
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void ports_areThoseThatTheProcessOpens(Component component) {
    Manifests manifests = Chart.render();
    var environment = ChartSettingsTest.environment(manifests, component);
    assertThat(manifests.container(component).getPorts())
        .extracting(port -> port.getName() + " " + port.getContainerPort())
        .containsExactlyInAnyOrder(
            "grpc " + environment.get("LATENTMESH_SERVER_PORT"),
            "metrics " + environment.get("LATENTMESH_SERVER_METRICS_PORT"));
  }

  @Test
  void nativeLibraries_areUnpackedWhereThereIsRoom() {
    Manifests manifests = Chart.render();
    var environment = ChartSettingsTest.environment(manifests, Component.UNET);
    assertThat(environment.get("XDG_CACHE_HOME")).startsWith("/tmp/");
    assertThat(environment.get("DJL_CACHE_DIR")).startsWith("/tmp/");
    assertThat(manifests.pod(Component.UNET).getVolumes())
        .anyMatch(volume -> volume.getName().equals("tmp") && volume.getEmptyDir() != null);
  }

  @ParameterizedTest
  @EnumSource
  void volumeMounts_everyOne_hasItsVolume(Component component) {
    for (var installation : ChartObjectsTest.installations().toList()) {
      var pod = installation.manifests().pod(component);
      assertThat(pod.getVolumes())
          .extracting("name")
          .doesNotHaveDuplicates()
          .containsAll(
              pod.getContainers().getFirst().getVolumeMounts().stream()
                  .map(mount -> mount.getName())
                  .toList());
    }
  }

  @Test
  void spread_byDefault_isByZoneAndHostAmongPodsOfOneRollout() {
    var constraints = Chart.render().pod(Component.UNET).getTopologySpreadConstraints();
    assertThat(constraints)
        .extracting("topologyKey")
        .containsExactlyInAnyOrder("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    assertThat(constraints)
        .allSatisfy(each -> {
          assertThat(each.getMatchLabelKeys()).containsExactly("pod-template-hash");
          assertThat(each.getLabelSelector().getMatchLabels())
              .containsEntry("app.kubernetes.io/component", "unet-svc");
        });
  }

  @Test
  void spread_off_isAbsent() {
    assertThat(
            Chart.render(Chart.FOLDER.resolve("ci/small-values.yaml"))
                .pod(Component.UNET)
                .getTopologySpreadConstraints())
        .isEmpty();
  }

  @Test
  void rollout_surge_losesNoReplica() {
    var update =
        Chart.render().deployment(Component.VAE).getSpec().getStrategy().getRollingUpdate();
    assertThat(update.getMaxUnavailable().getIntVal()).isZero();
    assertThat(update.getMaxSurge().getIntVal()).isEqualTo(1);
  }

  @Test
  void rollout_replace_needsNoSpareDevice() {
    var update =
        Chart.render(Map.of("unet.rollout", "replace"))
            .deployment(Component.UNET)
            .getSpec()
            .getStrategy()
            .getRollingUpdate();
    assertThat(update.getMaxUnavailable().getIntVal()).isEqualTo(1);
    assertThat(update.getMaxSurge().getIntVal()).isZero();
  }

  @Test
  void gpu_enabled_asksForDevicesImageAndProvider() throws Exception {
    Manifests manifests = Chart.render(Chart.FOLDER.resolve("ci/gpu-values.yaml"));
    var pod = manifests.pod(Component.TEXT_ENCODER);
    var container = pod.getContainers().getFirst();
    assertThat(container.getImage())
        .isEqualTo("registry.example.com/latentmesh/text-encoder-svc:0.1.0-cuda");
    assertThat(container.getResources().getLimits()).containsKey("nvidia.com/mig-1g.10gb");
    assertThat(container.getResources().getRequests()).doesNotContainKey("nvidia.com/mig-1g.10gb");
    assertThat(pod.getRuntimeClassName()).isEqualTo("nvidia");
    assertThat(pod.getTolerations()).extracting("key").containsExactly("nvidia.com/gpu");
    assertThat(properties(manifests, Component.TEXT_ENCODER))
        .containsEntry("latentmesh.model.provider", "cuda");
  }

  @Test
  void gpu_byProduct_selectsNodesBesideOtherWishes() {
    var pod = Chart.render(Chart.FOLDER.resolve("ci/gpu-values.yaml")).pod(Component.UNET);
    assertThat(pod.getNodeSelector())
        .containsEntry("nvidia.com/gpu.product", "NVIDIA-A100-SXM4-80GB")
        .containsEntry("pool", "gpu");
    assertThat(pod.getTolerations())
        .extracting("key")
        .containsExactlyInAnyOrder("nvidia.com/gpu", "reserved");
  }

  @Test
  void cpu_noTier_isLimited() {
    for (Component component : Component.values()) {
      var resources = Chart.render().container(component).getResources();
      assertThat(resources.getLimits()).doesNotContainKey("cpu");
      assertThat(resources.getLimits().get("memory"))
          .isEqualTo(resources.getRequests().get("memory"));
    }
  }

  static Properties properties(Manifests manifests, Component component) throws Exception {
    Properties properties = new Properties();
    properties.load(new java.io.StringReader(manifests.properties(component)));
    return properties;
  }

  private static String service(Probe probe) {
    return probe.getGrpc().getService();
  }

  private static int patience(Probe probe) {
    return probe.getPeriodSeconds() * probe.getFailureThreshold();
  }

  private static long seconds(Properties settings, String key) {
    String value = settings.getProperty(key, "");
    assertThat(value).endsWith("s");
    return Duration.ofSeconds(Long.parseLong(value.substring(0, value.length() - 1))).toSeconds();
  }
}
