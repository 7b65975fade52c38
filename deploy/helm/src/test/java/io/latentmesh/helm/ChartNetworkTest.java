package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who reaches whom. */
final class ChartNetworkTest {
  private static final String MONITORING = "monitoring";

  private final Manifests manifests = Chart.render();

  @ParameterizedTest
  @EnumSource(names = {"TEXT_ENCODER", "UNET", "VAE"})
  void tier_calls_areAdmittedFromTheOrchestratorAlone(Component tier) {
    for (Component caller : Component.values()) {
      assertThat(admits(policy(tier), "grpc", labels(caller)))
          .as("%s calls %s", caller, tier)
          .isEqualTo(caller == Component.ORCHESTRATOR);
    }
    assertThat(admits(policy(tier), "grpc", Map.of("app", "stranger"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"TEXT_ENCODER", "UNET", "VAE"})
  void orchestrator_mayCallEveryTier(Component tier) {
    assertThat(policy(Component.ORCHESTRATOR).getSpec().getEgress())
        .filteredOn(rule -> names(rule.getPorts()).contains("grpc"))
        .anyMatch(rule -> rule.getTo().stream().anyMatch(to -> matches(to, labels(tier))));
  }

  @Test
  void orchestrator_mayAskForNames() {
    assertThat(policy(Component.ORCHESTRATOR).getSpec().getEgress())
        .anyMatch(rule -> names(rule.getPorts()).containsAll(List.of("53/UDP", "53/TCP")));
  }

  @Test
  void orchestrator_byDefault_isOpenToEverybody() {
    assertThat(admits(policy(Component.ORCHESTRATOR), "grpc", Map.of("app", "stranger"))).isTrue();
  }

  @Test
  void orchestrator_clientsNamed_isClosedToOthers() {
    var policy =
        Chart.render(Chart.FOLDER.resolve("ci/secured-values.yaml"))
            .one(NetworkPolicy.class, Component.ORCHESTRATOR.objectName());
    assertThat(admits(policy, "grpc", Map.of("app", "shop"))).isTrue();
    assertThat(admits(policy, "grpc", Map.of("app", "stranger"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void metrics_areForMonitoringAlone(Component component) {
    assertThat(policy(component).getSpec().getIngress())
        .filteredOn(rule -> names(rule.getPorts()).contains("metrics"))
        .singleElement()
        .satisfies(rule -> {
          assertThat(names(rule.getPorts())).containsExactly("metrics");
          assertThat(rule.getFrom())
              .singleElement()
              .extracting(from -> from.getNamespaceSelector().getMatchLabels())
              .isEqualTo(Map.of("kubernetes.io/metadata.name", MONITORING));
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"TEXT_ENCODER", "UNET", "VAE"})
  void tier_callsNobody(Component tier) {
    assertThat(policy(tier).getSpec().getPolicyTypes()).contains("Egress");
    assertThat(policy(tier).getSpec().getEgress()).isEmpty();
  }

  @Test
  void tier_thatDownloads_reachesTheServersNamed() {
    var policy =
        Chart.render(Chart.FOLDER.resolve("ci/download-values.yaml"))
            .one(NetworkPolicy.class, Component.VAE.objectName());
    assertThat(policy.getSpec().getEgress())
        .filteredOn(rule -> names(rule.getPorts()).contains("443/TCP"))
        .singleElement()
        .extracting(rule -> rule.getTo().getFirst().getIpBlock().getCidr())
        .isEqualTo("203.0.113.0/24");
  }

  @ParameterizedTest
  @EnumSource
  void collectorOfTraces_isReachedByEachProcess(Component component) {
    Manifests traced = Chart.render(Chart.FOLDER.resolve("ci/secured-values.yaml"));
    assertThat(traced.one(NetworkPolicy.class, component.objectName()).getSpec().getEgress())
        .filteredOn(rule -> names(rule.getPorts()).contains("4317/TCP"))
        .singleElement()
        .extracting(rule -> rule.getTo().getFirst().getNamespaceSelector().getMatchLabels())
        .isEqualTo(Map.of("kubernetes.io/metadata.name", "observability"));
    assertThat(traced.properties(component))
        .contains("latentmesh.tracing.endpoint=https://collector.observability:4317\n")
        .contains("latentmesh.tracing.plaintext=false\n");
  }

  @ParameterizedTest
  @EnumSource
  void policy_itsPorts_areOpenInThePods(Component component) {
    assertThat(manifests.container(component).getPorts())
        .extracting("name")
        .contains("grpc", "metrics");
    assertThat(policy(component).getSpec().getPodSelector().getMatchLabels())
        .isEqualTo(manifests.deployment(component).getSpec().getSelector().getMatchLabels());
  }

  @Test
  void policies_off_areAbsent() {
    assertThat(Chart.render(Map.of("networkPolicy.enabled", false)).hasAny(NetworkPolicy.class))
        .isFalse();
  }

  @Test
  void service_ofTheOrchestrator_isAnOrdinaryOneForHttp2() {
    var spec = manifests.one(Service.class, Component.ORCHESTRATOR.objectName()).getSpec();
    assertThat(spec.getType()).isEqualTo("ClusterIP");
    assertThat(spec.getClusterIP()).isNull();
    assertThat(spec.getPorts())
        .singleElement()
        .extracting("appProtocol")
        .isEqualTo("kubernetes.io/h2c");
  }

  private NetworkPolicy policy(Component component) {
    return manifests.one(NetworkPolicy.class, component.objectName());
  }

  private Map<String, String> labels(Component component) {
    return manifests.deployment(component).getSpec().getTemplate().getMetadata().getLabels();
  }

  /** Whether a pod of the same namespace may open a connection to a port. */
  private static boolean admits(NetworkPolicy policy, String port, Map<String, String> labels) {
    return policy.getSpec().getIngress().stream()
        .filter(rule -> names(rule.getPorts()).contains(port))
        .anyMatch(rule ->
            rule.getFrom().isEmpty()
                || rule.getFrom().stream().anyMatch(from -> matches(from, labels)));
  }

  private static boolean matches(NetworkPolicyPeer peer, Map<String, String> labels) {
    return peer.getPodSelector() != null
        && peer.getNamespaceSelector() == null
        && labels.entrySet().containsAll(peer.getPodSelector().getMatchLabels().entrySet());
  }

  private static List<String> names(List<NetworkPolicyPort> ports) {
    return ports.stream()
        .map(port ->
            port.getPort().getStrVal() != null
                ? port.getPort().getStrVal()
                : port.getPort().getIntVal() + "/" + port.getProtocol())
        .toList();
  }
}
