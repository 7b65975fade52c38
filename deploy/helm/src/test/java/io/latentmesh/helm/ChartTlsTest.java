package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS between the processes, and on the public port. */
final class ChartTlsTest {
  private final Manifests secured = Chart.render(Chart.FOLDER.resolve("ci/secured-values.yaml"));
  private final Manifests given = Chart.render(Chart.FOLDER.resolve("ci/download-values.yaml"));

  @ParameterizedTest
  @EnumSource(names = {"TEXT_ENCODER", "UNET", "VAE"})
  void tier_admitsOnlyTheNameInTheOrchestratorsCertificate(Component tier) throws Exception {
    String identity =
        ChartPodsTest.properties(secured, tier)
            .getProperty("latentmesh.server.tls.allowed-identities");
    assertThat(certificate(Component.ORCHESTRATOR).spec().dnsNames()).contains(identity);
    assertThat(certificate(Component.ORCHESTRATOR).spec().usages()).contains("client auth");
    assertThat(certificate(tier).spec().dnsNames()).doesNotContain(identity);
  }

  @ParameterizedTest
  @EnumSource(names = {"TEXT_ENCODER", "UNET", "VAE"})
  void peer_checksANameThatTheTiersCertificateHas(Component tier) throws Exception {
    Properties settings = ChartPodsTest.properties(secured, Component.ORCHESTRATOR);
    String name =
        settings.getProperty(
            "latentmesh.peers.%s.tls.server-name".formatted(tier.process.replace("-svc", "")));
    assertThat(certificate(tier).spec().dnsNames()).contains(name);
  }

  @ParameterizedTest
  @EnumSource
  void certificate_isMountedWhereTheSettingsSay(Component component) throws Exception {
    var pod = secured.pod(component);
    var volume =
        pod.getVolumes().stream().filter(v -> v.getName().equals("tls")).findFirst().orElseThrow();
    assertThat(volume.getSecret().getSecretName())
        .isEqualTo(certificate(component).spec().secretName());
    assertThat(pod.getContainers().getFirst().getVolumeMounts())
        .anyMatch(m -> m.getName().equals("tls") && m.getMountPath().equals("/etc/latentmesh/tls"));
    assertThat(
            ChartPodsTest.properties(secured, component).getProperty("latentmesh.server.tls.key"))
        .endsWith("/tls.key");
  }

  @ParameterizedTest
  @EnumSource
  void certificate_key_isPkcs8(Component component) {
    assertThat(certificate(component).spec().privateKey().encoding()).isEqualTo("PKCS8");
  }

  @Test
  void publicSecret_isTheOrchestratorsServerCertificateOnly() throws Exception {
    Properties settings = ChartPodsTest.properties(secured, Component.ORCHESTRATOR);
    assertThat(settings)
        .containsEntry("latentmesh.server.tls.certificate", "/etc/latentmesh/public/tls.crt")
        .containsEntry("latentmesh.peers.unet.tls.certificate", "/etc/latentmesh/tls/tls.crt");
    assertThat(secured.pod(Component.ORCHESTRATOR).getVolumes())
        .filteredOn(volume -> volume.getName().equals("public"))
        .singleElement()
        .extracting(volume -> volume.getSecret().getSecretName())
        .isEqualTo("pictures-example-com");
  }

  @Test
  void tokens_areMountedWhereTheOrchestratorLooks() throws Exception {
    assertThat(ChartPodsTest.properties(secured, Component.ORCHESTRATOR))
        .containsEntry("latentmesh.access.file", "/etc/latentmesh/access/tokens");
    assertThat(secured.container(Component.ORCHESTRATOR).getVolumeMounts())
        .extracting("mountPath")
        .contains("/etc/latentmesh/access");
    assertThat(secured.container(Component.UNET).getVolumeMounts())
        .extracting("mountPath")
        .doesNotContain("/etc/latentmesh/access");
  }

  @Test
  void secrets_named_areUsedAndNoCertificatesMade() throws Exception {
    assertThat(given.hasAny(Certificate.class)).isFalse();
    assertThat(given.pod(Component.UNET).getVolumes())
        .filteredOn(volume -> volume.getName().equals("tls"))
        .singleElement()
        .extracting(volume -> volume.getSecret().getSecretName())
        .isEqualTo("unet-tls");
    assertThat(ChartPodsTest.properties(given, Component.UNET))
        .containsEntry(
            "latentmesh.server.tls.allowed-identities", "spiffe://example.com/orchestrator");
  }

  @ParameterizedTest
  @EnumSource
  void profile_withTls_isProduction(Component component) throws Exception {
    assertThat(ChartPodsTest.properties(secured, component))
        .containsEntry("latentmesh.server.profile", "production")
        .doesNotContainKey("latentmesh.server.plaintext");
  }

  @Test
  void service_withTls_doesNotSayThatItIsPlaintext() {
    assertThat(
            secured
                .one(Service.class, Component.ORCHESTRATOR.objectName())
                .getSpec()
                .getPorts()
                .getFirst()
                .getAppProtocol())
        .isNull();
  }

  @Test
  void healthTest_withTls_trustsTheMountedAuthority() {
    Pod test = given.one(Pod.class, "mesh-latentmesh-test-health");
    assertThat(test.getSpec().getContainers().getFirst().getArgs())
        .contains("-tls", "-tls-ca-cert=/etc/latentmesh/tls/ca.crt")
        .contains("-addr=mesh-latentmesh-orchestrator.art.svc:7400");
    assertThat(test.getSpec().getVolumes().getFirst().getSecret().getSecretName())
        .isEqualTo("orchestrator-tls");
  }

  private Certificate certificate(Component component) {
    return secured.one(Certificate.class, component.objectName());
  }
}
